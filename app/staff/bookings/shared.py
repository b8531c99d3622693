"""What the pages about bookings share."""

from __future__ import annotations

from flask import Blueprint

from app.booking.at_desk import Heading, heading
from app.booking.queries import PlacedBooking, booking_of
from app.catalogue.queries import House
from app.kernel.reference import read_reference
from app.web.respond import not_found

blueprint = Blueprint("staff_bookings", __name__)

STATES = {
    "confirmed": ("Booked", "tag--info"),
    "in_house": ("In house", ""),
    "departed": ("Left", "tag--grey"),
    "cancelled": ("Cancelled", "tag--bad"),
    "no_show": ("No-show", "tag--bad"),
}
"""The words for each state, and the colour that goes with them."""

SOURCES = {
    "web": "Booked online",
    "phone": "By telephone",
    "walk_in": "Walked in",
    "agent": "Agent",
    "import": "Brought over",
    "block": "Group block",
}
"""How a booking came."""


def address(house: House, reference: str) -> str:
    """Where the page of a booking is."""
    return f"/staff/{house.slug}/bookings/{reference}"


def found(house: House, reference: str) -> tuple[Heading, PlacedBooking]:
    """The booking with that reference in this house, however it is spelt; a 404 for any other."""
    known = read_reference(reference[:20])
    head = heading(house.id, known) if known else None
    booking = booking_of(head.id) if head else None
    if head is None or booking is None:
        raise not_found()
    return head, booking
