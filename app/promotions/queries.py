"""Promotions in memory, loaded anew when one of them or its counts have changed; and the uses of a booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.promotions.models import Promotion as Row
from app.promotions.models import PromotionHouse, PromotionUse
from app.promotions.rules import Promotion, code_of
from app.store import db
from app.store.version import Cached

PROMOTIONS = "uses"
"""The version's scope. It sorts after those of stock, and is raised after them, so that no two writers deadlock."""

_row, _house, _use = Row.__table__, PromotionHouse.__table__, PromotionUse.__table__
_NAMES = tuple(own.name for own in fields(Promotion) if own.name != "houses")


_LIVE = (
    select(*_use.c)
    .where(_use.c.owner == bindparam("of"), _use.c.owner_id == bindparam("of_id"), _use.c.given_back_at.is_(None))
    .order_by(_use.c.id)
)


@dataclass(frozen=True, slots=True)
class Use:
    """A live use of a booking or checkout, with the promotion on the terms on which it was taken."""

    id: int
    promotion_id: int
    minor: int
    expires_at: datetime | None
    promotion: Promotion


def every() -> Mapping[int, Promotion]:
    """Every promotion by id, in whatever state; no statement while none has changed."""
    return _PROMOTIONS.get()


def running() -> tuple[Promotion, ...]:
    """Those that run, the oldest first, those by code only among them."""
    return tuple(own for own in every().values() if own.state == "running")


def promotion_of(promotion_id: int) -> Promotion | None:
    """One by its id; None when there is none."""
    return every().get(promotion_id)


def by_slug(slug: str) -> Promotion | None:
    """One by its slug, in whatever state."""
    return next((own for own in every().values() if own.slug == slug), None)


def by_code(typed: str) -> Promotion | None:
    """The one with that code, however it is spelled, in whatever state but a draft."""
    code = code_of(typed)
    if code is None:
        return None
    return next((own for own in every().values() if own.code == code and own.state != "draft"), None)


def read(promotion_id: int, *, lock: bool = False) -> Promotion | None:
    """One as the database has it now; with `lock` it stays so until the transaction ends."""
    asked = select(*(_row.c[name] for name in _NAMES)).where(_row.c.id == promotion_id)
    found = db.session.execute(asked.with_for_update() if lock else asked).one_or_none()
    if found is None:
        return None
    houses = select(_house.c.location_id).where(_house.c.promotion_id == promotion_id).order_by(_house.c.location_id)
    return _shaped(found, db.session.scalars(houses).all())


def uses_of(owner: str, owner_id: int) -> list[Use]:
    """The live uses of a checkout or a booking in the order in which they were taken; one statement."""
    rows = db.session.execute(_LIVE, {"of": owner, "of_id": owner_id})
    return [Use(row.id, row.promotion_id, row.minor, row.expires_at, Promotion.from_terms(row.terms)) for row in rows]


def guest_uses(promotion_id: int, guest_ids: Sequence[int]) -> int:
    """How many live uses of the promotion these guests have."""
    counted = select(func.count()).where(
        _use.c.promotion_id == promotion_id, _use.c.guest_id.in_(guest_ids), _use.c.given_back_at.is_(None)
    )
    return int(db.session.execute(counted).scalar_one())


def _load() -> Mapping[int, Promotion]:
    houses: dict[int, list[int]] = defaultdict(list)
    for promotion_id, location_id in db.session.execute(
        select(_house.c.promotion_id, _house.c.location_id).order_by(_house.c.location_id)
    ):
        houses[promotion_id].append(location_id)
    rows = db.session.execute(select(*(_row.c[name] for name in _NAMES)).order_by(_row.c.id))
    return {row.id: _shaped(row, houses[row.id]) for row in rows}


_PROMOTIONS = Cached(_load, PROMOTIONS)


def _shaped(row: Any, houses: Sequence[int]) -> Promotion:
    return Promotion(**{name: getattr(row, name) for name in _NAMES}, houses=tuple(houses))
