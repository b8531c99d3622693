"""One booking, whole."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request

from app.booking.at_desk import Heading, desk_lines
from app.booking.deeds import deeds_of
from app.booking.notes import notes_about
from app.booking.queries import PlacedBooking
from app.booking.rules import LIVE
from app.care.queries import tasks_about
from app.catalogue.queries import House
from app.identity.referrals import PREFIX
from app.identity.staff.rules import Actor, can
from app.inventory.packing.queries import rooms_of
from app.kernel import clock
from app.kernel.words import money
from app.outbox import messages_about
from app.staff.bookings.folio_forms import folio_forms
from app.staff.bookings.history import history
from app.staff.bookings.messages import message_rows
from app.staff.bookings.money import folio_rows, money_view
from app.staff.bookings.note_form import NoteForm
from app.staff.bookings.people import kitchen_words, register_words
from app.staff.bookings.rooms import room_rows
from app.staff.bookings.shared import SOURCES, STATES, address, blueprint, found
from app.web.access import staff
from app.web.documents import document_links
from app.web.filters import instant
from app.web.forms import Form
from app.web.links import link_token
from app.web.quotes import booked_quote
from app.web.respond import page


@blueprint.get("/staff/<slug:house>/bookings/<reference>")
@staff("see_bookings")
def show(actor: Actor, house: House, reference: str) -> Response:
    """Everything about a booking of this house; all others are a 404."""
    return booking_page(actor, house, *found(house, reference), done="done" in request.args)


def booking_page(
    actor: Actor,
    house: House,
    heading: Heading,
    booking: PlacedBooking,
    *,
    form: Form | None = None,
    status: int = 200,
    seen_line: int | None = None,
    **more: Any,
) -> Response:
    """The page; with a `form` that was sent, what was typed in it. Lines after `seen_line` are marked as new."""
    lines = desk_lines(booking.id)
    sums = money_view(booking, lines)
    state, colour = STATES[booking.state]
    stays = [stay.id for stay in booking.stays]
    context = {
        "actor": actor,
        "house": house,
        "here": "bookings",
        "url": address(house, booking.reference),
        "heading": heading,
        "booking": booking,
        "state": state,
        "colour": colour,
        "guest_page": f"/bookings/{link_token('booking', booking.id, booking.version)}",
        "came": came_words(heading),
        "booked": instant(booking.booked_at, house.timezone),
        "rooms": room_rows(booking, house, rooms_of(stays)),
        "money": sums,
        "folio": folio_rows(lines, house, booking.quote.currency, seen_line),
        "forms": folio_forms(house, sums, form),
        "note": form if isinstance(form, NoteForm) else NoteForm(),
        "sent": form,
        "corrected_id": None,
        "may": {action: can(actor, action, house) for action in ("charge", "refund", "refund_much", "run_stays")},
        "live": booking.state in LIVE,
        "due": booking.basket.arrival <= clock.today(house.timezone),
        "limit_words": limit_words(house),
        "quote": booked_quote(booking, house),
        "register": register_words(booking),
        "kitchen": kitchen_words(booking.id, names=can(actor, "read_allergies", house)),
        "notes": notes_about(booking.id),
        "tasks": tasks_about("booking", booking.id),
        "messages": message_rows(messages_about("booking", booking.id), house),
        "documents": document_links(booking.id, address(house, booking.reference)),
        "history": history(deeds_of(booking.id), house, booking.quote.currency),
    }
    return page("staff/bookings/booking.html", status, **context | more)


def came_words(heading: Heading) -> str:
    """How it came, through whom, under which name there and for which commission."""
    words = [SOURCES[heading.source]]
    words += [heading.channel] if heading.channel else []
    words += [f"their reference {heading.outside_reference}"] if heading.outside_reference else []
    words += [f"{heading.commission_bp / 100:g}% commission"] if heading.commission_bp else []
    if heading.referral:
        words.append("sent by another guest" if heading.referral.startswith(PREFIX) else f"sent by {heading.referral}")
    return ", ".join(words)


def limit_words(house: House) -> str:
    """How much whoever may not give much may give on one booking."""
    most: int = current_app.config["SETTINGS"].refund_limit_minor
    return f"You may give {money(most, house.currency)} on a booking; a manager may give more."
