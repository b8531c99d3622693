"""What every view of a booking needs."""

from __future__ import annotations

from flask import Blueprint

from app.booking.queries import PlacedBooking, booking_of
from app.web.links import Link
from app.web.respond import not_found

blueprint = Blueprint("bookings", __name__)


def found(link: Link) -> PlacedBooking:
    """The booking of a link; 404 when the link was revoked."""
    booking = booking_of(link.id)
    if booking is None or booking.version != link.version:
        raise not_found()
    return booking
