"""Checking guests out at the desk: the balance first, and the room is for housekeeping afterwards.

In the journal: `checked_out`, and before it `paid` or `balance_left`.
"""

from __future__ import annotations

from collections.abc import Collection

from app.booking.errors import WrongState
from app.booking.operations.arriving import check_out
from app.booking.operations.changing import locked_booking
from app.booking.reception.operations.receiving import require_as_seen
from app.booking.reception.operations.settling import Taken, settle
from app.booking.reception.queries import COMING, HERE
from app.booking.reception.standing import StandingBooking, StandingStay
from app.catalogue.closed import house_of
from app.inventory.operations import set_room_state
from app.inventory.room_states import DIRTY
from app.kernel import clock
from app.store import transaction


def see_off(booking_id: int, parts: Collection[int], *, taken: Taken, as_seen: str, by: int) -> None:
    """The guests of these rooms have left, and their rooms are dirty.

    What the booking owes is settled with the last of its rooms: taken, or left open for a reason. Raises `Stale` when
    the booking does not stand `as_seen` any more, `WrongState` where one of the rooms is not in the house, and
    `BalanceOpen`.
    """

    def work() -> None:
        locked_booking(booking_id)
        standing = require_as_seen(booking_id, as_seen)
        leaving = [own for own in standing.at(HERE) if own.part in parts]
        if not leaving or len(leaving) < len(set(parts)):
            raise WrongState(standing.placed.state)
        if taken.method or is_last(standing, leaving):
            settle(standing, taken, by)
        check_out(booking_id, parts=sorted(parts), by=by)
        for own in leaving:
            _soil(standing, own, by)

    transaction(work)


def is_last(standing: StandingBooking, leaving: Collection[StandingStay]) -> bool:
    """Whether nobody of the booking is in the house or still to come once these rooms have left."""
    today = clock.today(house_of(standing.placed.basket.location_id).timezone)
    others = [own for own in standing.at(HERE, COMING) if own not in leaving]
    return not any(own.where == HERE or own.placed.chosen.stay.departure > today for own in others)


def _soil(standing: StandingBooking, own: StandingStay, by: int) -> None:
    room_id = own.door_on(clock.today(house_of(standing.placed.basket.location_id).timezone))
    if room_id is not None:
        set_room_state(room_id, DIRTY, by)
