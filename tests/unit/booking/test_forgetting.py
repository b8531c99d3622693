"""A guest who is forgotten: what of their bookings can still be opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.booking import operations as booking
from app.booking.forgetting import forget_guests
from app.booking.models import Booking, Checkout
from app.booking.waitlist.models import WaitlistEntry
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed

pytestmark = pytest.mark.houses(1)


def taken_from_the_line(checkout_id: int) -> None:
    """Somebody waited, and took what was held into this checkout."""
    entry = {
        "earliest_on": FRIDAY, "latest_on": FRIDAY + timedelta(days=2), "nights": 2, "adults": 2, "state": "taken",
        "room_types": [cast.found().room_types["snug"]], "name": "Tom", "created_at": datetime(2027, 3, 1, tzinfo=UTC),
        "checkout_id": checkout_id,
    }  # fmt: skip
    transaction(lambda: write(insert(WaitlistEntry.__table__), entry))


def test_no_link_opens_the_booking_any_more(app: Flask) -> None:
    """The links of a booked checkout and of a place in the line that was taken lead to the booking, too."""
    own = placed(basket(cast.found())).booking_id
    booking.cancel_booking(own)
    checkout_id, guest_id = db.session.execute(select(Booking.checkout_id, Booking.guest_id)).one()
    taken_from_the_line(checkout_id)

    forget_guests([guest_id])

    tables = (Booking, Checkout, WaitlistEntry)
    assert [db.session.execute(select(table.version)).scalar_one() for table in tables] == [2, 2, 2]
