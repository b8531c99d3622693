"""Lines on the home page for a guest who is signed in: their name and next stay, and why houses stand as they do."""

from __future__ import annotations

from flask import Response, render_template

from app.booking.history import OwnStay, next_stay
from app.catalogue.closed import house_of
from app.guest.own_order import Own
from app.kernel import clock
from app.kernel.words import counted, span
from app.web.csrf import with_token
from app.web.links import link_token

PLACE = "<!-- greeting -->"
"""Stands in the page that is made for everybody, where the line belongs."""

ORDER_PLACE = "<!-- order -->"

COUNTED_DAYS = 60
"""A stay that is further off is not counted down to."""


def greeted(answer: Response, own: Own | None) -> Response:
    """The page with the guest's lines; a stranger's as it is."""
    if own is None:
        return answer
    found = next_stay(list(own.guest_ids), clock.now().date())
    name = own.who.first_name
    line = render_template("guest/_greeting.html", first_name=name, next=_words(found) if found else None)
    body = answer.get_data(as_text=True).replace(PLACE, line)
    if own.sentence:
        order = render_template(
            "guest/_own_order.html", first_name=name, sentence=own.sentence, here_url="/", price_url="/stays?sort=price"
        )
        body = body.replace(ORDER_PLACE, with_token(order))
    answer.set_data(body)
    return answer


def _words(own: OwnStay) -> tuple[str, str, str]:
    """Where and when, how soon, and the address of the booking."""
    house = house_of(own.location_id)
    days = (own.stay.arrival - clock.today(house.timezone)).days
    soon = "you are here" if own.state == "in_house" else "today" if days <= 0 else f"in {counted(days, 'day')}"
    soon = soon if days <= COUNTED_DAYS else ""
    where = f"{house.name}, {span(own.stay.arrival, own.stay.departure)}"
    return where, soon, f"/bookings/{link_token('booking', own.booking_id, own.version)}"
