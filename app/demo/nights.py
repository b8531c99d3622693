"""Where the houses lie in the database, and opening their nights: stock, closures, rates and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.catalogue.queries import House as Location
from app.catalogue.queries import catalogue
from app.demo.calendar import FREE, WEEK, closed_weeks, limits, rate_minor
from app.demo.group import House, the_group
from app.demo.occupancy import span
from app.inventory.models import Closure
from app.inventory.operations import close, open_nights
from app.inventory.queries import resources
from app.pricing.draft.operations import set_bound
from app.pricing.draft.queries import bounds
from app.pricing.draft.rules import Bound
from app.pricing.operations import publish_rates, restrict
from app.pricing.queries import price_list
from app.pricing.rules import Plan
from app.store import db


@dataclass(frozen=True, slots=True)
class HouseIds:
    """A house's ids in the database; `resources` go by `kind <slug>`, `sitting <n>` and `extra <slug>`."""

    location: int
    room_types: dict[str, int]
    plans: dict[str, Plan]
    extras: dict[str, int]
    sittings: list[int]
    resources: dict[str, int]
    stock: dict[int, int]


def ids_of(house: House) -> HouseIds | None:
    """The ids of a house that was written before; None when it is not there or has lost something since."""
    found = catalogue().house(house.slug)
    if found is None:
        return None
    counted = resources()
    plans = {plan.slug: plan for plan in price_list(found.id).by_id.values()}
    if _lost(house, found, plans):
        return None
    rooms = {f"kind {r.slug}": (counted.of_room_type.get(r.id), len(r.rooms)) for r in found.room_types}
    covers = {f"sitting {n}": (counted.of_sitting.get(s.id), s.covers) for n, s in enumerate(found.sittings)}
    stocks = {f"extra {e.slug}": (counted.of_extra.get(e.id), e.stock) for e in found.extras if e.stock}
    named = {name: (own, count) for name, (own, count) in {**rooms, **covers, **stocks}.items() if own and count}
    return HouseIds(
        location=found.id,
        room_types={room_type.slug: room_type.id for room_type in found.room_types},
        plans=plans,
        extras={extra.slug: extra.id for extra in found.extras},
        sittings=[sitting.id for sitting in found.sittings],
        resources={name: resource for name, (resource, _) in named.items()},
        stock=dict(named.values()),
    )


def _lost(house: House, found: Location, plans: Mapping[str, Plan]) -> bool:
    """Whether somebody took away or renamed what the demo's guests book there."""
    plain = the_group().plain
    wanted = {kind.slug for kind in house.kinds} - {room_type.slug for room_type in found.room_types}
    wanted |= {extra["slug"] for extra in plain["extras"]} - {extra.slug for extra in found.extras}
    wanted |= {plan["slug"] for plan in plain["rate_plans"]} - set(plans)
    return bool(wanted) or len(found.sittings) < len(house.sittings)


def write_nights(house: House, ids: HouseIds, first: date, until: date, at: datetime) -> None:
    """Every night of the span is open with what the house has, at its rate and with its limits."""
    _close(house, ids, first, until)
    open_nights(ids.stock, first, until)
    nights = list(span(first, (until - first).days))
    publish_rates(ids.location, _rates(house, ids, nights), at)
    restrict(ids.location, [row for night in nights for row in _limits(house, ids.location, night)])


def write_bounds(house: House, ids: HouseIds, first: date) -> None:
    """Each room type has its floor and ceiling, a good way below and above what the calendar ever asks."""
    for kind in house.kinds:
        asked = [rate_minor(kind, night) for night in span(first, 366)]
        bound = Bound(min(asked) * 8 // 1000 * 100, max(asked) * 14 // 1000 * 100)
        set_bound(ids.room_types[kind.slug], bound, by=None)


def _close(house: House, ids: HouseIds, first: date, until: date) -> None:
    """Nothing of the house is on sale in its closed weeks; each is written once, before its first night opens."""
    for monday in closed_weeks(house, first, until):
        known = select(Closure.id).where(Closure.from_on == monday, Closure.resource_id.in_(list(ids.stock)))
        if db.session.execute(known.limit(1)).first() is None:
            for resource, count in ids.stock.items():
                close(resource, monday, monday + WEEK, count, "Closed for the week")


def _rates(house: House, ids: HouseIds, nights: list[date]) -> Iterator[tuple[int, int, date, int]]:
    plan = ids.plans["flexible"].id
    within = bounds(ids.room_types.values())
    for kind in house.kinds:
        room_type = ids.room_types[kind.slug]
        for night in nights:
            amount = rate_minor(kind, night)
            yield room_type, plan, night, within[room_type].nearest(amount) if room_type in within else amount


def _limits(house: House, location_id: int, night: date) -> Iterator[dict[str, Any]]:
    found = limits(house, night)
    if found != FREE:
        yield {"night": night, "scope": "location", "scope_id": location_id, **asdict(found)}
