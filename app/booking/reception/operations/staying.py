"""Leaving earlier or later than booked, as a change of the booking, with the doors for the nights that are added.

In the journal: `amended`, and `room_given` for each room that has new nights.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.booking.operations.amending import amend_booking
from app.booking.operations.changing import locked_booking
from app.booking.operations.swapping import Amended
from app.booking.reception.operations.settling import note
from app.booking.reception.standing import StandingStay, standing_of
from app.booking.rooms.suiting import kept_for, require_suited
from app.booking.rules import Basket
from app.inventory.operations import give_room
from app.store import transaction


def change_departure(
    booking_id: int, basket: Basket, *, doors: Mapping[int, int], seen_minor: int, seen_revision: int, by: int
) -> Amended:
    """The booking is this basket, and each part of `doors` has that door on its nights that had none.

    Raises what `amend_booking` raises, `RoomTaken` or `RoomClosed`, and of another door than they have `NotSuited`, or
    `DoorTaken` where it is promised to somebody else; then the booking is as it was.
    """

    def work() -> Amended:
        locked_booking(booking_id)
        done = amend_booking(
            booking_id, basket, seen_minor=seen_minor, seen_revision=seen_revision, actor="staff", by=by
        )
        standing = standing_of(booking_id)
        for own in standing.stays:
            room_id = doors.get(own.part)
            nights = [night for night in own.placed.chosen.stay if night not in own.doors]
            if room_id is not None and nights:
                _require_suited(own, room_id, nights)
                give_room(own.placed.id, room_id, nights)
                note("room_given", standing, by, part=own.part, before=None, after=room_id)
        return done

    return transaction(work)


def _require_suited(own: StandingStay, room_id: int, nights: list[date]) -> None:
    """Nobody gets a door that lacks something on the way; the chart moves them there for a reason."""
    if room_id not in own.doors.values() or room_id in kept_for(nights, own.placed.id):
        require_suited(own.placed, room_id, nights, "")
