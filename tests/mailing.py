"""Messages for tests of sending: as many as wanted, about one real booking."""

from __future__ import annotations

from app import outbox
from app.booking import operations as booking
from app.booking.rules import Details
from app.store import transaction
from tests.baskets import basket
from tests.cast import found


def booked(email: str = "anna@example.com", **chosen: object) -> int:
    """The id of a booking in the first house of the cast, which announces itself."""
    started = booking.start_checkout(basket(found(), **chosen))  # type: ignore[arg-type]
    booking.keep_details(started.checkout_id, Details("Anna Wren", email).as_json())
    return booking.place_booking(started.checkout_id).booking_id


def announce(*addresses: str) -> None:
    """One message for each address, in this order, beside those that are there."""
    booking_id = booked()

    def work() -> None:
        facts = {"reference": "ABCDEFGH", "quote_id": 1}
        for number, address in enumerate(addresses, start=1):
            outbox.announce("booked", "booking", booking_id, address, facts, occasion=str(number))

    transaction(work)
