"""What every view of a booking needs."""

from __future__ import annotations

import re

from flask import Blueprint
from werkzeug.datastructures import MultiDict

from app.booking.queries import PlacedBooking, booking_of
from app.web.links import Link
from app.web.respond import not_found

blueprint = Blueprint("bookings", __name__)
_PART = re.compile(r"\d{1,2}", re.ASCII)


def read_part(arguments: MultiDict[str, str]) -> int | None:
    """The number of the one stay that is meant; None when all are, -1 for what is no number of a stay."""
    text = arguments.get("part", "").strip()
    if not text:
        return None
    return int(text) if _PART.fullmatch(text) else -1


def found(link: Link) -> PlacedBooking:
    """The booking of a link; 404 when it was revoked, or the guest forgotten, as a backup knows."""
    booking = booking_of(link.id)
    if booking is None or booking.version != link.version or booking.forgotten:
        raise not_found()
    return booking
