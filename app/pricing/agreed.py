"""A price that was agreed with a group: a rate plan of its own, which is on no page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import insert, select

from app.pricing.models import PackagePart, RatePlan
from app.pricing.operations import publish_rates
from app.store import db, write
from app.store.version import CATALOGUE, raise_versions

_plan, _part = RatePlan.__table__, PackagePart.__table__
_OWN = ("id", "slug", "name", "on_sale", "base_plan_id", "adjust_bp", "adjust_minor")


def agree_rates(like_plan_id: int, slug: str, name: str, nights: Iterable[date], amounts: Mapping[int, int]) -> int:
    """The id of a plan with the terms and meals of another, at these amounts a night by room type. In a transaction.

    Its slug must be new in the house. It is not on sale: only who is told of it books it.
    """
    like = db.session.execute(select(_plan).where(_plan.c.id == like_plan_id)).one()
    kept = {column.name: like._mapping[column.name] for column in _plan.c if column.name not in _OWN}
    row = {**kept, "slug": slug, "name": name, "on_sale": False, "base_plan_id": None}
    plan_id = int(write(insert(_plan).returning(_plan.c.id), row).scalar_one())
    parts = db.session.execute(select(_part).where(_part.c.rate_plan_id == like_plan_id)).all()
    if parts:
        write(insert(_part), [{**part._mapping, "rate_plan_id": plan_id} for part in parts])
    rates = [(room_type, plan_id, night, amount) for night in nights for room_type, amount in sorted(amounts.items())]
    publish_rates(like.location_id, rates)
    raise_versions([CATALOGUE])
    return plan_id
