"""Closures of a house as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.catalogue.queries import House
from app.inventory.models import Allotment, Closure, Resource
from app.inventory.queries import resources
from app.kernel.words import hour
from app.store import db

_closure, _resource, _allotment = Closure.__table__, Resource.__table__, Allotment.__table__


@dataclass(frozen=True, slots=True)
class ListedClosure:
    """`what` in words; `short` is by how many the fullest night of it is oversold, were the closure to hold."""

    id: int
    what: str
    count: int
    room_id: int | None
    first: date
    until: date
    reason: str
    short: int

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)


def closures_of(house: House, since: date) -> list[ListedClosure]:
    """What is closed on a night from `since` on, by its first night; one statement."""
    short = (
        select(func.coalesce(func.max(_allotment.c.short), 0))
        .where(
            _allotment.c.resource_id == _closure.c.resource_id,
            _allotment.c.night >= _closure.c.from_on,
            _allotment.c.night < _closure.c.until_on,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(*_closure.c, _closure.c.count.label("rooms"), short.label("short"))
        .join(_resource, _resource.c.id == _closure.c.resource_id)
        .where(_resource.c.location_id == house.id, _closure.c.until_on > since)
        .order_by(_closure.c.from_on, _closure.c.id)
    )
    names = things_of(house)
    doors = {room_id: name for kind in house.room_types for room_id, name in kind.rooms}
    return [
        ListedClosure(
            row.id,
            doors.get(row.room_id, "A room") if row.room_id else names.get(row.resource_id, "What is sold no more"),
            row.rooms,
            row.room_id,
            row.from_on,
            row.until_on,
            row.reason,
            row.short,
        )
        for row in rows
    ]


def things_of(house: House) -> dict[int, str]:
    """The name of everything that is counted in the house, by its resource."""
    known = resources()
    names = {known.of_room_type[kind.id]: kind.name for kind in house.room_types if kind.id in known.of_room_type}
    for each in house.sittings:
        if each.id in known.of_sitting:
            names[known.of_sitting[each.id]] = f"Covers at {hour(each.begins)}"
    for extra in house.extras:
        if extra.id in known.of_extra:
            names[known.of_extra[extra.id]] = extra.name
    return names
