"""Doors: which there are, who has them, which are free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.catalogue.models import Room
from app.inventory.models import Closure, RoomNight
from app.store import db


@dataclass(frozen=True, slots=True)
class Door:
    """A room in use, in the order of its room type."""

    id: int
    room_type_id: int
    name: str
    step_free: bool


def doors_of(room_type_ids: Collection[int]) -> list[Door]:
    """The doors of these room types that are in use, by type and position; one statement."""
    rows = db.session.execute(
        select(Room.id, Room.room_type_id, Room.name, Room.step_free)
        .where(Room.room_type_id.in_(sorted(room_type_ids)), Room.closed_at.is_(None))
        .order_by(Room.room_type_id, Room.position, Room.id)
    )
    return [Door(*row) for row in rows]


def rooms_of(stay_ids: Collection[int]) -> dict[int, dict[date, int]]:
    """The room of each stay by night, in order of night; a stay without any is absent; one statement."""
    found: dict[int, dict[date, int]] = defaultdict(dict)
    if stay_ids:
        rows = db.session.execute(
            select(RoomNight.stay_id, RoomNight.night, RoomNight.room_id)
            .where(RoomNight.stay_id.in_(sorted(stay_ids)))
            .order_by(RoomNight.stay_id, RoomNight.night)
        )
        for stay_id, night, room_id in rows:
            found[stay_id][night] = room_id
    return dict(found)


def free_rooms(room_type_id: int, nights: Collection[date], *, but: int | None = None) -> list[Door]:
    """The doors of a room type that nobody has and that are open on all of these nights, in their order; three
    statements. What the stay `but` has counts as free."""
    doors = doors_of([room_type_id])
    if not nights:
        return doors
    ids = [door.id for door in doors]
    given = select(RoomNight.room_id).where(RoomNight.room_id.in_(ids), RoomNight.night.in_(sorted(nights)))
    if but is not None:
        given = given.where(RoomNight.stay_id != but)
    taken = set(db.session.execute(given).scalars())
    taken |= {
        closed.room_id
        for closed in closed_doors([room_type_id], min(nights), max(nights))
        if any(closed.first <= night < closed.until for night in nights)
    }
    return [door for door in doors if door.id not in taken]


@dataclass(frozen=True, slots=True)
class ClosedDoor:
    """A door is closed on the nights from `first` up to but not including `until`."""

    closure_id: int
    room_id: int
    first: date
    until: date
    reason: str


def closed_doors(room_type_ids: Collection[int], first: date, last: date) -> list[ClosedDoor]:
    """Closures of certain doors of these room types that touch the nights from `first` to `last`; one statement."""
    rows = db.session.execute(
        select(Closure.id, Closure.room_id, Closure.from_on, Closure.until_on, Closure.reason)
        .join(Room, Room.id == Closure.room_id)
        .where(Room.room_type_id.in_(sorted(room_type_ids)), Closure.from_on <= last, Closure.until_on > first)
        .order_by(Closure.from_on, Closure.id)
    )
    return [ClosedDoor(closure_id, room, start, end, why) for closure_id, room, start, end, why in rows if room]
