"""What the pages about guests share: who may see whom."""

from __future__ import annotations

from flask import Blueprint

from app.booking.finding import FoundBooking, bookings_of
from app.catalogue.queries import House
from app.identity.people import Person, person
from app.web.respond import not_found

blueprint = Blueprint("staff_guests", __name__)


def address(house: House, guest_id: int) -> str:
    """Where the page of a guest is."""
    return f"/staff/{house.slug}/guests/{guest_id}"


def known(house: House, guest_id: int) -> tuple[Person, tuple[FoundBooking, ...]]:
    """The guest with every booking of theirs in any house, for a house where they have or had one.

    All others, and the forgotten, are a 404.
    """
    found = person(guest_id)
    if found is None or found.erased_at is not None:
        raise not_found()
    bookings = bookings_of([guest_id])
    if not any(one.location_id == house.id for one in bookings):
        raise not_found()
    return found, bookings
