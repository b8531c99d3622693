"""What a booking's guest and its house write to each other."""

from __future__ import annotations

from dataclasses import dataclass

import wtforms
from flask import request
from werkzeug.wrappers import Response

from app.booking.queries import PlacedBooking
from app.care.enquiries import TooManyMessages, write_to_house
from app.care.enquiries.desks import desk_of
from app.care.enquiries.models import EnquiryMessage
from app.care.enquiries.queries import Said, thread_of
from app.care.enquiries.rules import GUEST
from app.care.themes import THEMES
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.guest.bookings.shared import blueprint, found
from app.kernel import clock
from app.kernel.words import span
from app.web.access import by_token
from app.web.filters import instant
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.links import Link
from app.web.respond import form_page, see_other
from app.web.stay_words import house_view


class MessageForm(Form):
    theme = ChoiceOf("What it is about", choices=[*THEMES.items()], sentence="Choose what it is about from the list",
                     default="other")  # fmt: skip
    words = wtforms.TextAreaField(
        "Your message", [Required("Write your message first"), AsLongAs(EnquiryMessage.words)]
    )
    complaint = wtforms.BooleanField("Something went wrong, and I want it put right")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as its guest reads it."""

    mine: bool
    who: str
    when: str
    words: str


@blueprint.get("/bookings/<token:token>/messages")
@by_token("booking")
def messages(link: Link) -> Response:
    """All that was written, and room for more."""
    return _thread(found(link), link.token, MessageForm.typed({"theme": "other"}))


@blueprint.post("/bookings/<token:token>/messages")
@by_token("booking")
def write(link: Link) -> Response:
    """The house has the message among what it owes an answer to; a complaint is a case at once."""
    booking, form = found(link), MessageForm.typed({"theme": "other"})
    if not form.validate():
        return _thread(booking, link.token, form)
    theme = form.theme.data or "other"
    try:
        write_to_house(booking.id, theme, form.words.data or "", complaint=bool(form.complaint.data))
    except TooManyMessages as refused:
        form.refuse("words", str(refused))
        return _thread(booking, link.token, form, 409)
    return see_other(f"/bookings/{link.token}/messages?sent=1#last")


def _thread(booking: PlacedBooking, token: str, form: MessageForm, status: int | None = None) -> Response:
    house = house_of(booking.basket.location_id)
    said = [_shown(one, house, booking.guest_name) for one in thread_of(booking.id) if one.words]
    return form_page(
        "guest/bookings/messages.html",
        form,
        status,
        url=f"/bookings/{token}",
        said=said,
        sent="sent" in request.args and bool(said) and said[-1].mine,
        hours=desk_of(house).words,
        nights=span(booking.basket.arrival, booking.basket.departure),
        house=house_view(house, clock.today(house.timezone)),
    )


def _shown(one: Said, house: House, name: str) -> Shown:
    mine = one.side == GUEST
    who = (name or "You") if mine else f"{one.by}, {house.name}" if one.by else house.name
    return Shown(mine, who, instant(one.written_at, house.timezone), one.words)
