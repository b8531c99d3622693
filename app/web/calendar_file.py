"""A booking for the guest's own calendar."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from icalendar import Calendar, Event

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of, room_type_of
from app.kernel.wall import wall_instant
from app.kernel.words import tallied
from app.web.stay_words import leaving_hour


def calendar_file(booking: PlacedBooking, token: str, method: str = "") -> bytes:
    """The stay from check-in to check-out as an iCalendar event; the same event each time, with a rising sequence
    and the instant of its last change.

    In a mail it has a method: PUBLISH, or CANCEL which takes the event out of the calendar again.
    """
    house = house_of(booking.basket.location_id)
    basket = booking.basket
    event = Event()
    event.add("uid", f"{booking.reference}@quince")
    event.add("dtstamp", _changed_at(booking))
    event.add("sequence", max(booking.revision, booking.state == "cancelled"))
    event.add("status", "CANCELLED" if booking.state == "cancelled" else "CONFIRMED")
    start, end = house.check_in_time, leaving_hour(booking, house)
    event.add("dtstart", wall_instant(basket.arrival, start.hour, start.minute, house.timezone))
    event.add("dtend", wall_instant(basket.departure, end.hour, end.minute, house.timezone))
    event.add("summary", f"{house.name}, {tallied([room_type_of(own.room_type_id).name for own in basket.stays])}")
    named = house.address.startswith(house.name)
    event.add("location", house.address if named else f"{house.name}, {house.address}")
    event.add("description", f"Booking {booking.reference}. {house.telephone}")
    event.add("url", f"{current_app.config['SETTINGS'].address}/bookings/{token}")
    calendar = Calendar()
    calendar.add("prodid", "-//Quince//Stays//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
        event.add("organizer", f"mailto:{house.email}")
    calendar.add_component(event)
    return calendar.to_ical()


def _changed_at(booking: PlacedBooking) -> datetime:
    """When the event became what it is: every change that the guest was told of has a quote of its own."""
    return booking.cancelled_at or (booking.quote.made_at if booking.revision else booking.booked_at)
