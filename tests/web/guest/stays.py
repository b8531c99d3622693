"""A booking of a stay, for tests of the pages that go with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from app.booking import operations as booking
from app.booking.rules import Details
from app.catalogue.models import Produce, Text
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from app.web.links import link_token
from tests import cast
from tests.baskets import COUPLE, WEEKEND, basket

WORDS = {
    "wifi_name": "Combe Harrow",
    "wifi_password": "bow-bridge-floods",
    "dining_hours": "Breakfast: 7.30 to 10\nSupper: 6.30 to 8.30",
    "hours": "Reception: 7.30am to 10pm",
    "requests": "More towels\nFirewood\nA cot",
    "kitchen_winter": "leeks",
    "kitchen_spring": "wild garlic",
}


def furnish() -> None:
    """The house has words for those who stay, and a garden."""
    house = cast.found()

    def work() -> None:
        for field, words in WORDS.items():
            row = {"subject": "location", "subject_id": house.id, "field": field, "language": "en", "words": words}
            write(insert(Text), row)
        crops = [("Leeks", "111100000111"), ("Wild garlic", "001110000000"), ("Squash", "000000001111")]
        for name, months in crops:
            write(insert(Produce), {"name": name, "ink": "leek", "months": months, "position": 0})
        raise_versions([CATALOGUE])

    transaction(work)


def booked(
    room_type: str = "garden", plan: str = "flexible", stay: Stay = WEEKEND, party: Party = COUPLE, **more: Any
) -> tuple[int, str]:
    """(id, address) of Anna's booking."""
    started = booking.start_checkout(basket(cast.found(), room_type, plan, stay, party, **more))
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    placed = booking.place_booking(started.checkout_id)
    return placed.booking_id, f"/bookings/{link_token('booking', placed.booking_id, placed.version)}"
