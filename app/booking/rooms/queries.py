"""Who sleeps in a room type, and what the packer is to make of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app.booking.models import BookedStay, Booking
from app.identity.models import Guest
from app.inventory.models import MovedNight, RoomNight, RoomPromise
from app.inventory.packing.queries import Door, closed_doors, doors_of
from app.inventory.packing.rules import Block, Lodging, lodgings_of, runs_by_door
from app.kernel.stay import ONE_NIGHT, Stay
from app.store import db

_stay, _booking, _guest = BookedStay.__table__, Booking.__table__, Guest.__table__
_moved, _given, _promise = MovedNight.__table__, RoomNight.__table__, RoomPromise.__table__
LIVE = ("confirmed", "in_house")


@dataclass(frozen=True, slots=True)
class Sleeper:
    """A stay that is to come or in the house. `moved` are its nights in another room type than it bought."""

    stay_id: int
    booking_id: int
    part: int
    reference: str
    guest_name: str
    room_type_id: int
    stay: Stay
    here: bool
    step_free: bool
    moved: Mapping[date, int] = field(default_factory=dict)
    promised_room_id: int | None = None

    def nights_in(self, room_type_id: int) -> list[date]:
        return [night for night in self.stay if self.moved.get(night, self.room_type_id) == room_type_id]


def sleepers(room_type_ids: Collection[int], first: date, until: date) -> list[Sleeper]:
    """Stays that are not over and have a night from `first` up to but not including `until` in one of the room types.

    By arrival; three statements.
    """
    types = sorted(set(room_type_ids))
    elsewhere = select(_moved.c.stay_id).where(_moved.c.room_type_id.in_(types), _moved.c.night >= first)
    rows = db.session.execute(
        select(*_stay.c, _booking.c.reference, _guest.c.name)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(
            or_(_stay.c.room_type_id.in_(types), _stay.c.id.in_(elsewhere)),
            _stay.c.arrival_on < until,
            _stay.c.departure_on > first,
            _stay.c.cancelled_at.is_(None),
            _stay.c.checked_out_at.is_(None),
            _booking.c.state.in_(LIVE),
        )
        .order_by(_stay.c.arrival_on, _stay.c.id)
    ).all()
    moved: dict[int, dict[date, int]] = defaultdict(dict)
    for stay_id, night, room_type_id in db.session.execute(
        select(_moved.c.stay_id, _moved.c.night, _moved.c.room_type_id)
        .join(_stay, _stay.c.id == _moved.c.stay_id)
        .where(_stay.c.departure_on > first)
    ):
        moved[stay_id][night] = room_type_id
    promised = {
        stay_id: (room_id, step_free)
        for stay_id, room_id, step_free in db.session.execute(
            select(_promise.c.stay_id, _promise.c.room_id, _promise.c.step_free)
            .join(_stay, _stay.c.id == _promise.c.stay_id)
            .where(_stay.c.departure_on > first)
        )
    }
    return [_sleeper(row, moved.get(row.id, {}), *promised.get(row.id, (None, False))) for row in rows]


def _sleeper(row: Any, moved: Mapping[date, int], room_id: int | None, step_free: bool) -> Sleeper:
    return Sleeper(
        row.id,
        row.booking_id,
        row.part,
        row.reference,
        row.name or "",
        row.room_type_id,
        Stay(row.arrival_on, row.departure_on),
        row.checked_in_at is not None,
        step_free or "step-free" in row.needs.split(","),
        moved,
        room_id,
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """A room type as the packer sees it: its doors, who is to be placed, and what is not to be had."""

    room_type_id: int
    doors: tuple[Door, ...]
    sleepers: Mapping[int, Sleeper]
    lodgings: tuple[Lodging, ...]
    blocks: tuple[Block, ...]


def layout(room_type_id: int, first: date, until: date, today: date, *, known_until: date | None = None) -> Layout:
    """Who sleeps in the room type from `first` up to `until`, with all of their nights from `today` on; six statements.

    Whoever is in the house, or has a door for some nights and another for others, keeps it. Whoever needs a door
    without steps gets no other. What is not to be had is known for all of their nights, and up to `known_until`.
    """
    doors = doors_of([room_type_id])
    own = {one.stay_id: one for one in sleepers([room_type_id], max(first, today), until)}
    nights = {stay_id: [n for n in one.nights_in(room_type_id) if n >= today] for stay_id, one in own.items()}
    last = max([known_until or today, *(max(some) for some in nights.values() if some)])
    given, others = _given_doors(doors, today, last, nights)
    step_free = frozenset(door.id for door in doors if door.step_free)
    lodgings = [
        lodging
        for stay_id, one in own.items()
        for lodging in lodgings_of(
            stay_id,
            nights[stay_id],
            given.get(stay_id, {}),
            rigid=one.here or one.stay.arrival < today or len(set(given.get(stay_id, {}).values())) > 1,
            rooms=_rooms(one, doors, step_free, given.get(stay_id, {})),
        )
    ]
    closed = [Block(c.room_id, c.first, c.until) for c in closed_doors([room_type_id], today, last)]
    return Layout(room_type_id, tuple(doors), own, tuple(lodgings), (*closed, *others))


def _rooms(
    one: Sleeper, doors: Sequence[Door], step_free: frozenset[int], given: Mapping[date, int]
) -> frozenset[int] | None:
    """The doors that the stay may have, None: any. One that it has already, a person gave it."""
    if one.promised_room_id in {door.id for door in doors}:
        return frozenset({one.promised_room_id})
    return step_free | frozenset(given.values()) if one.step_free else None


def _given_doors(
    doors: Sequence[Door], first: date, last: date, nights: Mapping[int, Sequence[date]]
) -> tuple[dict[int, dict[date, int]], list[Block]]:
    """The doors that these stays have on these nights of theirs, and what others have of the same doors."""
    rows = db.session.execute(
        select(_given.c.room_id, _given.c.night, _given.c.stay_id).where(
            _given.c.room_id.in_([door.id for door in doors]), _given.c.night >= first, _given.c.night <= last
        )
    )
    mine: dict[int, dict[date, int]] = defaultdict(dict)
    others: dict[int, dict[date, int]] = defaultdict(dict)
    wanted = {stay_id: set(some) for stay_id, some in nights.items()}
    for room_id, night, stay_id in rows:
        (mine if night in wanted.get(stay_id, ()) else others)[stay_id][night] = room_id
    blocks = [
        Block(door, start, end, stay_id) for stay_id, own in others.items() for door, start, end in runs_by_door(own)
    ]
    return dict(mine), blocks


def to_place(first: date, until: date) -> list[tuple[int, int]]:
    """(location, room type) of every stay with a night from `first` up to `until` that has no door; one statement."""
    given = select(func.count()).where(_given.c.stay_id == _stay.c.id, _given.c.night >= first).scalar_subquery()
    rows = db.session.execute(
        select(
            _booking.c.location_id,
            _stay.c.room_type_id,
            _stay.c.id,
            _stay.c.arrival_on,
            _stay.c.departure_on,
            given.label("given"),
        )
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(
            _stay.c.arrival_on < until,
            _stay.c.departure_on > first,
            _stay.c.cancelled_at.is_(None),
            _stay.c.checked_out_at.is_(None),
            _booking.c.state.in_(LIVE),
        )
    ).all()
    lacking = {
        row.id: (row.location_id, row.room_type_id)
        for row in rows
        if row.given < (row.departure_on - max(row.arrival_on, first)) // ONE_NIGHT
    }
    moved = db.session.execute(
        select(_moved.c.stay_id, _moved.c.room_type_id).where(_moved.c.stay_id.in_(sorted(lacking)))
    ).all()
    return sorted({*lacking.values(), *((lacking[stay_id][0], elsewhere) for stay_id, elsewhere in moved)})


def moved_nights(booking_id: int) -> dict[tuple[int, date], int]:
    """The room type of every night that a stay of the booking sleeps elsewhere, by (part, night); one statement."""
    rows = db.session.execute(
        select(_stay.c.part, _moved.c.night, _moved.c.room_type_id)
        .join(_moved, _moved.c.stay_id == _stay.c.id)
        .where(_stay.c.booking_id == booking_id)
    )
    return {(part, night): room_type_id for part, night, room_type_id in rows}
