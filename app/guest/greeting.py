"""A line on the home page for a guest who is signed in: their name and their next stay."""

from __future__ import annotations

from flask import Response, render_template

from app.booking.history import OwnStay, next_stay
from app.catalogue.closed import house_of
from app.identity.queries import guests_of
from app.kernel import clock
from app.kernel.words import counted, span
from app.web.links import link_token
from app.web.session import who_if_known

PLACE = "<!-- greeting -->"
"""Stands in the page that is made for everybody, where the line belongs."""

COUNTED_DAYS = 60
"""A stay that is further off is not counted down to."""


def greeted(answer: Response) -> Response:
    """The page with the guest's line; a stranger's as it is, without a look at the database."""
    known = who_if_known()
    if known is None:
        return answer
    found = next_stay(guests_of(known), clock.now().date())
    line = render_template("guest/_greeting.html", first_name=known.first_name, next=_words(found) if found else None)
    answer.set_data(answer.get_data(as_text=True).replace(PLACE, line))
    return answer


def _words(own: OwnStay) -> tuple[str, str, str]:
    """Where and when, how soon, and the address of the booking."""
    house = house_of(own.location_id)
    days = (own.stay.arrival - clock.today(house.timezone)).days
    soon = "you are here" if own.state == "in_house" else "today" if days <= 0 else f"in {counted(days, 'day')}"
    soon = soon if days <= COUNTED_DAYS else ""
    where = f"{house.name}, {span(own.stay.arrival, own.stay.departure)}"
    return where, soon, f"/bookings/{link_token('booking', own.booking_id, own.version)}"
