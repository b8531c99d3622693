"""Somebody stands at the desk without a booking.

In the journal: `held` and `booked` with the source `walk_in`, `room_given`.
"""

from __future__ import annotations

from app.booking import operations as booking
from app.booking.cancellation import purse_of
from app.booking.operations.checkouts import start_for
from app.booking.operations.records import Placed
from app.booking.reception.neighbours import still_inside
from app.booking.reception.operations.settling import note
from app.booking.reception.standing import standing_of
from app.booking.rooms.operations import pack_rooms
from app.booking.rooms.suiting import suited_free, wanted_by
from app.booking.rules import Basket, Deal, Details
from app.catalogue.closed import house_of
from app.inventory.operations import give_room
from app.inventory.room_states import room_states
from app.kernel import clock
from app.store import transaction

WALK_IN = "walk_in"


def walk_in(basket: Basket, details: Details, *, method: str, seen_minor: int, by: int) -> Placed:
    """They have a booking from today, and a ready door that suits them where one is free; it is theirs to check in.

    All of it is paid by `method`, or owed at the house where that is empty. The engine is the guests' own: the same
    rules, the same price. Raises `CannotBeSold`, `SoldOut`, `PriceChanged` when the total is not `seen_minor`, and
    `NotPaid` where the rate is paid at once and nothing was taken; then nothing is booked.
    """

    def work() -> Placed:
        started = start_for(basket, WALK_IN, by=by)
        booking.keep_details(started.checkout_id, details.as_json())
        deal = Deal(by, terms_read=True, method=method or None)
        placed = booking.place_booking(started.checkout_id, seen_minor, deal=deal)
        rest = purse_of(placed.booking_id).due_minor
        if method and rest > 0:
            booking.take_payment(placed.booking_id, rest, method, by)
        _give_doors(placed.booking_id, by)
        return placed

    return transaction(work)


def _give_doors(booking_id: int, by: int) -> None:
    """Each room has the first ready door that suits them and is free for the whole stay, else the first that is free;
    where none is, others who are still to come make way for them, if that can be."""
    standing = standing_of(booking_id)
    house = house_of(standing.placed.basket.location_id)
    states, inside = room_states(house.id), still_inside(house.id, clock.today(house.timezone))
    wanted = wanted_by([own.placed for own in standing.stays])
    for own in standing.stays:
        chosen = own.placed.chosen
        doors = suited_free(chosen.room_type_id, list(chosen.stay), wanted[own.placed.id])
        doors.sort(key=lambda door: door.id not in states or door.id in inside or not states[door.id].ready)
        if doors:
            give_room(own.placed.id, doors[0].id, list(chosen.stay))
            note("room_given", standing, by, part=own.part, before=None, after=doors[0].id)
        else:
            pack_rooms(chosen.room_type_id, chosen.stay.arrival, chosen.stay.departure, by=by)
