"""Where stays sleep, night by night, as far as a notice about certain rooms has to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.care.notices.rules import Wish
from app.catalogue.models import Room
from app.inventory.models import MovedNight, RoomNight, RoomPromise
from app.kernel.stay import ONE_NIGHT, Stay
from app.store import db

_given, _moved, _promise, _room = RoomNight.__table__, MovedNight.__table__, RoomPromise.__table__, Room.__table__
Door = tuple[int, int]
"""A room and its type, by id."""


def nights_in(
    wish: Wish, stays: Iterable[Any], ids: Select[Any], first: date, last: date
) -> Mapping[int, frozenset[date]]:
    """On which nights, from the one before `first` to `last`, these stays sleep in a room that the notice is about, by
    stay; `ids` selects their ids.

    Whoever has a door on a night sleeps behind it; else in the room type to which they were moved; else behind the door
    that they were promised; else in some room of the type that they bought. Three statements.
    """
    given: dict[tuple[int, date], Door] = {}
    moved: dict[tuple[int, date], int] = {}
    promised: dict[int, Door] = {}
    nights = (first - ONE_NIGHT, last)
    for stay_id, night, *door in db.session.execute(
        select(_given.c.stay_id, _given.c.night, _room.c.id, _room.c.room_type_id)
        .join(_room, _room.c.id == _given.c.room_id)
        .where(_given.c.stay_id.in_(ids), _given.c.night.between(*nights))
    ):
        given[stay_id, night] = (door[0], door[1])
    for stay_id, night, room_type_id in db.session.execute(
        select(*_moved.c).where(_moved.c.stay_id.in_(ids), _moved.c.night.between(*nights))
    ):
        moved[stay_id, night] = room_type_id
    for stay_id, *door in db.session.execute(
        select(_promise.c.stay_id, _room.c.id, _room.c.room_type_id)
        .join(_room, _room.c.id == _promise.c.room_id)
        .where(_promise.c.stay_id.in_(ids))
    ):
        promised[stay_id] = (door[0], door[1])
    found: dict[int, set[date]] = defaultdict(set)
    for row in stays:
        for night in Stay(row.arrival_on, row.departure_on):
            if nights[0] <= night <= nights[1]:
                key = row.stay_id, night
                door_id, kind = given.get(key) or _expected(row, moved.get(key), promised.get(row.stay_id))
                if kind in wish.room_types or door_id in wish.rooms:
                    found[row.stay_id].add(night)
    return {stay_id: frozenset(own) for stay_id, own in found.items()}


def _expected(row: Any, moved: int | None, promised: Door | None) -> tuple[int | None, int]:
    """Behind which door somebody will sleep who has none for a night yet, None for any, and in which room type."""
    if moved is not None:
        return (promised[0] if promised is not None and promised[1] == moved else None), moved
    return promised or (None, row.room_type_id)
