"""Checking guests in at the desk: register, room and balance first.

In the journal: `checked_in`, and before it what it needed: `register_kept`, `room_given`, `paid`, `balance_left`
(with `due_minor`), `let_in_unready` (with `state`, `occupied` where only the last guest is still inside) and
`let_in_unsuited` (with `lacking`); the reasons of the last three are personal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.booking.errors import Stale, WrongState
from app.booking.operations.arriving import check_in
from app.booking.operations.changing import locked_booking
from app.booking.people.operations import keep_register
from app.booking.people.rules import Entry, lacking
from app.booking.reception.errors import (
    NightsOver,
    NoRoomGiven,
    RegisterLacks,
    RoomNotReady,
    TooEarly,
)
from app.booking.reception.neighbours import still_inside
from app.booking.reception.operations.settling import Taken, note, settle
from app.booking.reception.queries import COMING
from app.booking.reception.standing import StandingBooking, StandingStay, sleeping_in, standing_of
from app.booking.rooms.suiting import require_suited
from app.catalogue.closed import house_of
from app.inventory.operations import give_room, unpromise_door
from app.inventory.room_states import OUT_OF_ORDER, room_states
from app.kernel import clock
from app.store import transaction


def receive(
    booking_id: int,
    parts: Collection[int],
    *,
    register: Mapping[tuple[int, int], Entry],
    doors: Mapping[int, int],
    taken: Taken,
    unready: str,
    unsuited: str = "",
    as_seen: str,
    by: int,
) -> None:
    """The guests of these rooms are in the house, all that is written with it included, or nothing is.

    `register` is what was typed of them, `doors` the room of each part, `unready` why they go into a room that is not
    ready, or that its last guest has not left, `unsuited` why into one that lacks what they need or were promised. A
    door that was promised and is not the one they have is theirs no more. Raises `Stale` when the booking does not
    stand `as_seen` any more: of two who receive the same guests one does; `TooEarly`, `NightsOver`, `RegisterLacks`,
    `NoRoomGiven`, `NotSuited`,
    `DoorTaken` where the door is promised to somebody else, `RoomTaken`, `RoomClosed`, `RoomNotReady` and
    `BalanceOpen`.
    """

    def work() -> None:
        locked_booking(booking_id)
        standing = require_as_seen(booking_id, as_seen)
        stays = _to_come(standing, parts)
        keep_register(booking_id, register, by=by)
        _require_register(booking_id, stays)
        for own in stays:
            _give(standing, own, doors.get(own.part), unsuited, by)
        _require_ready(standing, stays, doors, unready, by)
        settle(standing, taken, by)
        check_in(booking_id, parts=sorted(parts), by=by)

    transaction(work)


def require_as_seen(booking_id: int, as_seen: str) -> StandingBooking:
    """The booking, which stands as a form saw it; else `Stale`. By whoever has it locked."""
    standing = standing_of(booking_id)
    if standing.as_seen != as_seen:
        raise Stale
    return standing


def _to_come(standing: StandingBooking, parts: Collection[int]) -> list[StandingStay]:
    """The rooms that are checked in: each is to come, and today is one of its days."""
    today = clock.today(house_of(standing.placed.basket.location_id).timezone)
    coming = [own for own in standing.at(COMING) if own.part in parts]
    if standing.placed.state not in ("confirmed", "in_house") or not coming or len(coming) < len(set(parts)):
        raise WrongState(standing.placed.state)
    for own in coming:
        stay = own.placed.chosen.stay
        if today < stay.arrival:
            raise TooEarly(stay.arrival)
        if today >= stay.departure:
            raise NightsOver(stay.departure)
    return coming


def _require_register(booking_id: int, stays: Sequence[StandingStay]) -> None:
    if found := lacking(sleeping_in(stays), standing_of(booking_id).register):
        raise RegisterLacks(found)


def _give(standing: StandingBooking, own: StandingStay, room_id: int | None, reason: str, by: int) -> None:
    """The room has that door from today on, which suits them or is theirs for a reason."""
    house = house_of(standing.placed.basket.location_id)
    today = clock.today(house.timezone)
    nights = [night for night in own.placed.chosen.stay if night >= min(today, own.placed.chosen.stay.last_night)]
    if room_id is None:
        raise NoRoomGiven(own.part)
    if lacks := require_suited(own.placed, room_id, nights, reason):
        note("let_in_unsuited", standing, by, reason, part=own.part, room=room_id, lacking=list(lacks))
        unpromise_door(own.placed.id, but=room_id)
    before = own.door_on(today)
    if all(own.doors.get(night) == room_id for night in nights):
        return
    give_room(own.placed.id, room_id, nights)
    note("room_given", standing, by, part=own.part, before=before, after=room_id)


def _require_ready(
    standing: StandingBooking, stays: Sequence[StandingStay], doors: Mapping[int, int], reason: str, by: int
) -> None:
    house = house_of(standing.placed.basket.location_id)
    states = room_states(house.id)
    inside = still_inside(house.id, clock.today(house.timezone), but=standing.placed.id)
    for own in stays:
        room = states.get(doors[own.part])
        if room is None:
            raise NoRoomGiven(own.part)
        guest = inside.get(room.room_id, "")
        if room.ready and not guest:
            continue
        if not reason or room.state == OUT_OF_ORDER:
            raise RoomNotReady(own.part, room.name, room.state, guest)
        state = room.state if not room.ready else "occupied"
        note("let_in_unready", standing, by, reason, part=own.part, room=room.room_id, state=state)
