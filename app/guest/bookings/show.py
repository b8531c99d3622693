"""A booking just made, as it stands, and as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request

from app.booking.deeds import Deed, history_of
from app.booking.queries import PlacedBooking
from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED
from app.guest.booking_page import booking_page
from app.guest.bookings.notice_page import notice_lines
from app.guest.bookings.request_form import RequestForm
from app.guest.bookings.resale import resale_view
from app.guest.bookings.shared import blueprint, found
from app.guest.bookings.timeline import newest, timeline
from app.guest.bookings.your_stay import IN_HOUSE, request_form, stay_phase, your_stay
from app.guest.offering.booking import booking_offers
from app.guest.surveys.ease import Ease, ease_of
from app.web.access import by_token
from app.web.calendar_file import calendar_file
from app.web.documents import document_links
from app.web.links import Link
from app.web.reservation import json_ld
from app.web.respond import form_page, page


@blueprint.get("/bookings/<token:token>")
@by_token("booking")
def show(link: Link) -> Response:
    """The booking as it stands today: from the day of arrival on, the page of the stay."""
    booking = found(link)
    if stay_phase(booking) in (*IN_HOUSE, "left"):
        return stay_page(booking, link.token, request_form(booking))
    history = history_of(booking.id)
    resale = resale_view(booking, history)
    return page(
        "guest/bookings/booking.html",
        booking=booking_page(booking, link.token, resale.waiting_minor if resale else 0),
        moments=timeline(booking, history),
        ease=_ease_of_change(booking, history, link.token),
        done=newest(booking, history) if "done" in request.args else None,
        resale=resale,
        documents=document_links(booking.id, f"/bookings/{link.token}"),
        json_ld=json_ld(booking),
        offers=booking_offers(booking, link.token),
        notices=notice_lines(booking, link.token),
    )


@blueprint.get("/bookings/<token:token>/confirmed")
@by_token("booking")
def confirmed(link: Link) -> Response:
    """Booked: the same quote as before, to the penny. Refreshing it books nothing."""
    booking = found(link)
    return page(
        "guest/bookings/confirmed.html",
        booking=booking_page(booking, link.token),
        moments=timeline(booking, history_of(booking.id)),
        ease=ease_of(BOOKED, booking.id, back=f"/bookings/{link.token}/confirmed"),
        json_ld=json_ld(booking),
    )


@blueprint.get("/bookings/<token:token>/calendar.ics")
@by_token("booking")
def calendar(link: Link) -> Response:
    """The stay for a calendar; asked again it says what has changed."""
    body = calendar_file(found(link), link.token)
    return Response(body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-cache"})


CHANGES = {"amended": CHANGED, "cancelled": CANCELLED, "stay_cancelled": CANCELLED}


def _ease_of_change(booking: PlacedBooking, history: Sequence[Deed], token: str) -> Ease | None:
    """How easy the last change was, on the page that it led to, and while a booking is cancelled."""
    done = "?done=1" if "done" in request.args else ""
    last = next((deed for deed in reversed(history) if deed.action in CHANGES), None)
    if last is None or not (done or booking.state == "cancelled"):
        return None
    return ease_of(CHANGES[last.action], booking.id, booking.revision, back=f"/bookings/{token}{done}")


def stay_page(booking: PlacedBooking, token: str, form: RequestForm, status: int | None = None) -> Response:
    """The page of a stay with its form, 422 where that has errors; what was just done stands above all else."""
    phase, history = str(stay_phase(booking)), history_of(booking.id)
    return form_page(
        "guest/bookings/your_stay.html",
        form,
        status,
        stay=your_stay(booking, token, phase),
        notices=[] if phase == "left" else notice_lines(booking, token),
        documents=document_links(booking.id, f"/bookings/{token}") if _has_documents(booking) else [],
        moments=timeline(booking, history),
        resale=resale_view(booking, history),
        ease=_ease_of_change(booking, history, token),
        done=newest(booking, history) if "done" in request.args else None,
        json_ld=json_ld(booking),
    )


def _has_documents(booking: PlacedBooking) -> bool:
    """True where there may be some: they follow money, and the end of a stay."""
    return booking.state != "confirmed" or any(line.kind != "charge" for line in booking.folio)
