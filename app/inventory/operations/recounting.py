"""How many of something there are, from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, func, select, update

from app.inventory.models import Allotment, Closure, Resource
from app.inventory.operations.allotments import add_resource
from app.inventory.rules import nights_between
from app.kernel.stay import ONE_NIGHT
from app.store import db, write
from app.store.version import CATALOGUE, raise_versions, stock_of

_allotment = Allotment.__table__
_taken = _allotment.c.taken
_wanted: BindParameter[int] = bindparam("wanted")
_RECOUNT = (
    update(_allotment)
    .where(
        _allotment.c.resource_id == bindparam("resource"),
        _allotment.c.night >= bindparam("first"),
        _allotment.c.night < bindparam("until"),
    )
    .values(
        sellable=case((_taken > _wanted, _taken), else_=_wanted),
        short=case((_taken > _wanted, _taken - _wanted), else_=0),
    )
)


@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount did: nights that have more to sell than before, and nights that lack more than before."""

    freed: tuple[date, ...]
    lacking: tuple[date, ...]


def resource_of(location_id: int, **what: int) -> int:
    """What counts a room type, a sitting or an extra (`room_type_id=` and so on), made if it was not there."""
    found = db.session.execute(select(Resource.id).filter_by(**what)).scalar_one_or_none()
    if found is not None:
        return int(found)
    raise_versions([CATALOGUE])
    return add_resource(location_id, **what)


def recount(resource_id: int, whole: int, first: date) -> Recount:
    """From `first` on, `whole` of the resource less its closures are on sale on every night that is open.

    `sellable` never falls under what is taken: the lack stands in `short`. Claims that are made at the same time wait
    for it, or it for them, so none is overlooked.
    """
    nights = select(_allotment.c.night, _allotment.c.sellable - _taken, _allotment.c.short).where(
        _allotment.c.resource_id == resource_id, _allotment.c.night >= first
    )
    before = _by_night(nights.order_by(_allotment.c.night).with_for_update())
    last = max(before, default=None)
    if last is None:
        return Recount((), ())
    until = last + ONE_NIGHT
    write(_RECOUNT, {"resource": resource_id, "first": first, "until": until, "wanted": whole})
    closed = _closed(resource_id, first, until)
    rows = [
        {"resource": resource_id, "first": night, "until": night + ONE_NIGHT, "wanted": max(whole - count, 0)}
        for night, count in sorted(closed.items())
    ]
    if rows:
        write(_RECOUNT, rows)
    house = db.session.execute(select(Resource.location_id).where(Resource.id == resource_id)).scalar_one()
    raise_versions([stock_of(house)])
    after = _by_night(nights)
    return Recount(
        tuple(night for night in before if after[night][0] > before[night][0]),
        tuple(night for night in before if after[night][1] > before[night][1]),
    )


def last_taken_night(resource_id: int, first: date) -> date | None:
    """The last night from `first` on of which somebody holds something; None when nobody does."""
    held = select(func.max(_allotment.c.night)).where(
        _allotment.c.resource_id == resource_id, _allotment.c.night >= first, _taken > 0
    )
    last: date | None = db.session.execute(held).scalar_one()
    return last


def _by_night(asked: Select[Any]) -> dict[date, tuple[int, int]]:
    return {night: (free, short) for night, free, short in db.session.execute(asked)}


def _closed(resource_id: int, first: date, until: date) -> dict[date, int]:
    """How many the closures take on each night that has one."""
    closed: dict[date, int] = {}
    for from_on, until_on, count in db.session.execute(
        select(Closure.from_on, Closure.until_on, Closure.count).where(
            Closure.resource_id == resource_id, Closure.from_on < until, Closure.until_on > first
        )
    ):
        for night in nights_between(max(first, from_on), min(until, until_on)):
            closed[night] = closed.get(night, 0) + count
    return closed
