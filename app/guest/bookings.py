"""A guest's booking by its secret link: just booked, as it stands, and as a calendar file."""

from __future__ import annotations

from flask import Blueprint, Response

from app.booking.queries import PlacedBooking, booking_of
from app.guest.booking_page import booking_page
from app.web.access import by_token
from app.web.calendar_file import calendar_file
from app.web.links import Link
from app.web.reservation import json_ld
from app.web.respond import not_found, page

blueprint = Blueprint("bookings", __name__)


@blueprint.get("/bookings/<token:token>")
@by_token("booking")
def show(link: Link) -> Response:
    """The booking as it stands today."""
    booking = _booking(link)
    view = booking_page(booking, link.token)
    return page("guest/bookings/booking.html", booking=view, json_ld=json_ld(booking))


@blueprint.get("/bookings/<token:token>/confirmed")
@by_token("booking")
def confirmed(link: Link) -> Response:
    """Booked: the same quote as before, to the penny. Refreshing it books nothing."""
    booking = _booking(link)
    view = booking_page(booking, link.token)
    return page("guest/bookings/confirmed.html", booking=view, json_ld=json_ld(booking))


@blueprint.get("/bookings/<token:token>/calendar.ics")
@by_token("booking")
def calendar(link: Link) -> Response:
    """The stay for a calendar; asked again it says what has changed."""
    body = calendar_file(_booking(link), link.token)
    return Response(body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-cache"})


def _booking(link: Link) -> PlacedBooking:
    booking = booking_of(link.id)
    if booking is None or booking.version != link.version:
        raise not_found()
    return booking
