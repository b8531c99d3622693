"""The line as its pages and mails show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.booking.waitlist.models import WaitlistEntry, WaitlistRoom
from app.booking.waitlist.rules import Wish
from app.booking.waitlist.serving import wish_of
from app.catalogue.closed import room_type_of
from app.inventory.queries import watches
from app.kernel import clock
from app.kernel.party import Party, party_of
from app.kernel.stay import Stay
from app.store import db

_entry, _room = WaitlistEntry.__table__, WaitlistRoom.__table__


@dataclass(frozen=True, slots=True)
class Place:
    """The `place`-th of the `of` who wait for a room and a night that this entry waits for too."""

    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What is held for an entry from `stands_from_at` until `held_until_at`: rooms by their types, and who sleeps in
    each."""

    location_id: int
    rooms: tuple[tuple[int, Party], ...]
    stay: Stay
    stands_from_at: datetime
    held_until_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands: one that was offered a place and whose hour has passed is `lapsed`."""

    id: int
    version: int
    state: str
    wish: Wish
    name: str
    created_at: datetime
    offered: Offered | None
    checkout_id: int | None


def entry_of(entry_id: int) -> Entry | None:
    """The entry; None when there is none."""
    row = db.session.execute(select(*_entry.c).where(_entry.c.id == entry_id)).one_or_none()
    if row is None:
        return None
    offered = None
    if row.arrival_on is not None:
        rooms, stay = offered_rooms(row), Stay.of(row.arrival_on, row.nights)
        house_id = room_type_of(rooms[0][0]).location_id
        offered = Offered(house_id, rooms, stay, row.stands_from_at, row.held_until_at)
    over = row.state == "offered" and row.held_until_at <= clock.now()
    state = "lapsed" if over else row.state
    return Entry(row.id, row.version, state, wish_of(row), row.name, row.created_at, offered, row.checkout_id)


def offered_rooms(row: Any) -> tuple[tuple[int, Party], ...]:
    """What was held for a row of an entry: each room's type, and who was to sleep in it."""
    rooms = db.session.execute(select(*_room.c).where(_room.c.entry_id == row.id).order_by(_room.c.position))
    return tuple(
        (room.room_type_id, party_of(room.adults, room.children, room.cots, room.dogs, row.needs)) for room in rooms
    )


def place_in_line(entry_id: int) -> Place:
    """Where a waiting entry stands among those who want a room and a night that it wants; no statement when settled."""
    known = watches()
    others: set[int] = set()
    for waiting in known.values():
        mine = next((one for one in waiting if one.watcher_id == entry_id), None)
        if mine is not None:
            others |= {
                one.watcher_id
                for one in waiting
                if one.first_on < mine.until_on and mine.first_on < one.until_on and one.watcher_id != entry_id
            }
    return Place(1 + sum(other < entry_id for other in others), 1 + len(others))
