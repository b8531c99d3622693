"""The demo's offers as the desk would have made them, with the days on which that was done."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import update

from app.demo.group import HERE
from app.demo.nights import HouseIds
from app.demo.rows import table_of
from app.demo.staff import member_id
from app.promotions.models import Promotion as Row
from app.promotions.operations import make, pause, start, stop
from app.promotions.queries import every
from app.promotions.rules import Promotion, Wanted
from app.store import write

MADE_BEFORE = timedelta(days=6)
"""How long an offer is a draft before it starts."""

PLAIN = ("slug", "title", "line", "kind", "weekdays", "least_nights", "least_left", "code", "by_code_only", "each_most")
MONEY = {"amount": "amount_minor", "budget": "budget_minor", "floor": "floor_minor"}


@cache
def the_offers() -> tuple[dict[str, Any], ...]:
    """What `offers.toml` says, in its order."""
    return tuple(tomllib.loads((HERE / "offers.toml").read_text("utf-8"))["offers"])


def make_offers(ids: Mapping[str, HouseIds], until: datetime) -> dict[str, Promotion]:
    """Every offer whose houses are there, by slug: running, paused, stopped or a draft; answers them as they stand."""
    by = member_id("marketing")
    made = {}
    for told in the_offers():
        houses = [ids[slug].location for slug in told.get("houses", ()) if slug in ids]
        if len(houses) < len(told.get("houses", ())):
            continue
        promotion_id = make(_wanted(told, ids, houses), by=by)
        _bring(promotion_id, told["state"], by)
        began = until - timedelta(days=told["began"])
        values: dict[str, Any] = {"made_at": began - MADE_BEFORE}
        if told["state"] != "draft":
            values["started_at"] = began
        if told["state"] == "stopped":
            values["stopped_at"] = until - timedelta(days=told["ended"])
        write(update(table_of(Row)).where(table_of(Row).c.id == promotion_id).values(**values))
        made[told["slug"]] = promotion_id
    standing = every()
    return {slug: standing[promotion_id] for slug, promotion_id in made.items()}


def runs(offer: Promotion, at: datetime) -> bool:
    """Whether it could be had at that instant."""
    return (
        offer.state in ("running", "stopped")
        and offer.started_at is not None
        and offer.started_at <= at
        and (offer.stopped_at is None or at < offer.stopped_at)
    )


def _wanted(told: Mapping[str, Any], ids: Mapping[str, HouseIds], houses: list[int]) -> Wanted:
    values: dict[str, Any] = {name: told[name] for name in PLAIN if name in told}
    values |= {column: told[name] * 100 for name, column in MONEY.items() if name in told}
    values["percent_bp"] = round(told.get("percent", 0) * 100)
    values["uses_most"] = told.get("uses")
    values["houses"] = tuple(houses)
    first = ids[told["houses"][0]] if houses else None
    if first and "extra" in told:
        values["extra_id"] = first.extras[told["extra"]]
    if first and "room" in told:
        values["room_type_id"] = first.room_types[told["room"]]
    if "leaves_by" in told:
        values["leaves_by"] = time.fromisoformat(told["leaves_by"])
    return Wanted(**values)


def _bring(promotion_id: int, state: str, by: int | None) -> None:
    """From a draft to where it stands."""
    steps = {"draft": (), "running": (start,), "paused": (start, pause), "stopped": (start, stop)}
    for revision, step in enumerate(steps[state], start=1):
        step(promotion_id, seen_revision=revision, by=by)
