"""Whether a door has what a stay needs and was promised, as booking and catalogue know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.booking.queries import PlacedStay
from app.booking.rooms.errors import DoorTaken, NotSuited
from app.booking.rooms.queries import LIVE
from app.booking.rooms.rules import BATH, PROMISE, STEP_FREE, DoorOffered, DoorWanted, lacking
from app.booking.rules import ChosenStay
from app.catalogue.closed import room_type_of
from app.catalogue.models import Room, RoomType
from app.catalogue.queries import catalogue
from app.identity.models import Guest
from app.inventory.models import RoomPromise
from app.inventory.packing.queries import Door, free_rooms
from app.kernel.party import Party
from app.kernel.words import long_day
from app.store import db

_stay, _booking, _guest, _promise = BookedStay.__table__, Booking.__table__, Guest.__table__, RoomPromise.__table__


def wanted_by(stays: Iterable[PlacedStay]) -> dict[int, DoorWanted]:
    """What each of these stays needs of its door and was promised, by its id; one statement."""
    own = {stay.id: stay.chosen for stay in stays}
    promised = {
        row.stay_id: (row.room_id, row.step_free)
        for row in db.session.execute(select(*_promise.c).where(_promise.c.stay_id.in_(sorted(own))))
    }
    return {stay_id: wanted_for(chosen, *promised.get(stay_id, (None, False))) for stay_id, chosen in own.items()}


def wanted_for(chosen: ChosenStay, room_id: int | None = None, step_free: bool = False) -> DoorWanted:
    """What whoever chose this needs of a door.

    A cot that was taken as an extra counts where the room type that was bought has space for one.
    """
    wanted = wanted_of(chosen.party)
    cots = wanted.cots
    if chosen.extras and room_type_of(chosen.room_type_id).cots_max:
        added = catalogue().cots
        cots = max(cots, sum(count for extra_id, count in chosen.extras if extra_id in added))
    return replace(wanted, step_free=step_free or wanted.step_free, cots=cots, room_id=room_id)


def wanted_of(party: Party) -> DoorWanted:
    """What a party needs of its door."""
    return DoorWanted(STEP_FREE in party.needs, BATH in party.needs, party.cots)


def promised_door(stay_id: int) -> int | None:
    """The door that was promised to the stay; one statement."""
    return db.session.execute(select(_promise.c.room_id).where(_promise.c.stay_id == stay_id)).scalar_one_or_none()


def offered_by(room_ids: Collection[int]) -> dict[int, DoorOffered]:
    """What there is behind each of these doors; one statement."""
    rows = db.session.execute(
        select(Room.id, Room.name, Room.step_free, RoomType.bath, RoomType.cots_max)
        .join(RoomType, RoomType.id == Room.room_type_id)
        .where(Room.id.in_(sorted(room_ids)))
    )
    return {row[0]: DoorOffered(*row) for row in rows}


def suited_free(
    room_type_id: int, nights: Collection[date], wanted: DoorWanted, *, but: int | None = None, own: int | None = None
) -> list[Door]:
    """The doors of a room type that are free on all of these nights, promised to nobody else and lacking nothing that
    is wanted, in their order; five statements. What the stay `but` has counts as free, and `own` as lacking nothing."""
    free = free_rooms(room_type_id, nights, but=but)
    offered = offered_by([door.id for door in free])
    return suited_among(free, wanted, offered, kept_for(nights, but), own=own)


def suited_among(
    free: Sequence[Door],
    wanted: DoorWanted,
    offered: Mapping[int, DoorOffered],
    kept: Collection[int],
    *,
    own: int | None = None,
) -> list[Door]:
    """Those of the doors that lack nothing that is wanted, or are the `own` one, and are not `kept` for others."""
    suits = {own, *(door.id for door in free if not lacking(wanted, offered[door.id]))}
    return [door for door in free if door.id in suits and door.id not in kept]


def kept_for(nights: Collection[date], but: int | None = None) -> dict[int, tuple[str, date]]:
    """The doors that are promised on any of these nights to another stay than `but`: to whom, and from which night on;
    one statement.

    Also where the door is not given to them yet, as after their stay got longer.
    """
    rows = db.session.execute(
        select(_promise.c.room_id, _guest.c.name, _stay.c.arrival_on)
        .join(_stay, _stay.c.id == _promise.c.stay_id)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(
            _promise.c.room_id.is_not(None),
            _promise.c.stay_id != (but or 0),
            _stay.c.arrival_on <= max(nights),
            _stay.c.departure_on > min(nights),
            _stay.c.cancelled_at.is_(None),
            _stay.c.checked_out_at.is_(None),
            _booking.c.state.in_(LIVE),
        )
    )
    return {room_id: (name or "another guest", max(arrival, min(nights))) for room_id, name, arrival in rows}


def require_suited(
    stay: PlacedStay, room_id: int, nights: Collection[date], reason: str, *, anew: bool = False
) -> tuple[str, ...]:
    """What the door lacks for the stay, which a person accepts for a `reason`; () for a door that suits.

    Raises `NotSuited` where it lacks something and no reason is given, and `DoorTaken` where the door is promised to
    somebody else on one of the nights. `anew`: the door is promised instead of another, which is no lack then.
    """
    wanted = wanted_by([stay])[stay.id]
    doors = offered_by({room_id, wanted.room_id or room_id})
    if kept := kept_for(nights, stay.id).get(room_id):
        sentence = f"{doors[room_id].name} is promised to {kept[0]} from {long_day(kept[1])} on."
        raise DoorTaken(f"{sentence} Choose another room, or take that promise back first.", "promised")
    lacks = tuple(what for what in lacking(wanted, doors[room_id]) if not (anew and what == PROMISE))
    if lacks and not reason:
        promised = doors[wanted.room_id].name if wanted.room_id in doors else "another room"
        raise NotSuited(doors[room_id].name, wanted, lacks, promised, stay.part)
    return lacks
