"""A house with somebody in it, for tests of the desk: guests who come, stay and leave around `FRIDAY`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.booking import operations as booking
from app.booking.models import BookedStay, Booking
from app.booking.rules import Details
from app.inventory.operations.rooms import give_room
from app.inventory.room_states import Standing, room_states
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests.baskets import COUPLE, basket
from tests.builders import FRIDAY, House
from tests.cast import found

SUNDAY = FRIDAY + timedelta(days=2)
AT_TWO = "2027-03-05T14:10+00:00"


def room(name: str = "snug 1", house: str = "combe-harrow") -> Standing:
    """How that door stands."""
    db.session.rollback()
    return next(one for one in room_states(found(house).id).values() if one.name == name)


def stayed(
    name: str = "Anna Whitlock",
    door: str | None = "snug 1",
    arrival: date = FRIDAY,
    departure: date = SUNDAY,
    party: Party = COUPLE,
    house: House | None = None,
    **more: Any,
) -> int:
    """The id of a booking of one room; `door` is given to it for its nights, and tells the room type by its name."""
    at = house or found()
    details = {key: more.pop(key) for key in ("notes", "arrival_time", "allergies") if key in more}
    room_type = more.pop("room_type", (door or "snug 1").rsplit(" ", 1)[0])
    started = booking.start_checkout(basket(at, room_type, stay=Stay(arrival, departure), party=party, **more))
    mail = f"{name.split(maxsplit=1)[0].lower()}@example.com"
    booking.keep_details(started.checkout_id, Details(name, mail, **details).as_json())
    placed = booking.place_booking(started.checkout_id).booking_id
    if door:
        nights = [arrival + timedelta(days=day) for day in range((departure - arrival).days)]
        stay_id, room_id = stay_of(placed), room(door, at.slug).room_id
        transaction(lambda: give_room(stay_id, room_id, nights))
    return placed


def stay_of(booking_id: int) -> int:
    """The id of a booking's first stay."""
    query = db.select(BookedStay.id).where(BookedStay.booking_id == booking_id).order_by(BookedStay.part)
    return int(db.session.execute(query).scalars().first())


def reference_of(booking_id: int) -> str:
    """What the guests of a booking know it by."""
    return str(db.session.execute(db.select(Booking.reference).where(Booking.id == booking_id)).scalar_one())
