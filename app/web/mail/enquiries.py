"""What people who asked a house something are told."""

from __future__ import annotations

from flask import current_app

from app.booking.queries import booking_of
from app.care.enquiries.desks import desk_of
from app.care.enquiries.queries import answer_of, enquiry_in
from app.care.themes import THEMES
from app.catalogue.closed import house_of
from app.outbox import Announced
from app.web.links import link_token
from app.web.mail.letter import Letter, NoLongerApplies


def enquiry_received(message: Announced) -> Letter:
    """It has arrived. Nothing of it is repeated, nor a name: whoever typed the address may not be whoever reads it."""
    enquiry = enquiry_in(message.subject_id)
    if enquiry is None:
        raise NoLongerApplies("There is no such enquiry.")
    house = house_of(enquiry.location_id)
    view = {"theme": THEMES[enquiry.theme], "house_name": house.name, "hours": desk_of(house).words}
    return Letter(f"{house.name} has your message", view, house)


def enquiry_answer(message: Announced) -> Letter:
    """What the house answered. Raises `NoLongerApplies` once the words are forgotten."""
    enquiry = enquiry_in(message.subject_id)
    found = answer_of(message.subject_id, int(message.facts["message"]))
    if enquiry is None or found is None:
        raise NoLongerApplies("What was written is forgotten.")
    words, writer = found
    house = house_of(enquiry.location_id)
    view = {
        "paragraphs": [paragraph for paragraph in words.split("\n") if paragraph.strip()],
        "writer": writer or house.name,
        "house_name": house.name,
        "link": _thread(enquiry.booking_id) if enquiry.channel == "thread" else "",
    }
    return Letter(f"{house.name} has answered", view, house)


def _thread(booking_id: int | None) -> str:
    booking = booking_of(booking_id) if booking_id else None
    if booking is None:
        return ""
    token = link_token("booking", booking.id, booking.version)
    return f"{current_app.config['SETTINGS'].address}/bookings/{token}/messages"
