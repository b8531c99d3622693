"""Cancelling a booking or one of its rooms: what goes back and what is kept is shown first."""

from __future__ import annotations

import wtforms
from flask import request
from werkzeug.wrappers import Response

from app.booking.cancellation import cancellation_terms
from app.booking.errors import RefundChanged, Stale, WrongState
from app.booking.operations import cancel_booking
from app.booking.queries import PlacedBooking
from app.guest.booking_page import may_change
from app.guest.bookings.cancellation_page import Chosen, cancellation_page, moved_view, nothing_to_cancel
from app.guest.bookings.settled import Moved
from app.guest.bookings.shared import blueprint, found, read_part
from app.web.access import by_token
from app.web.forms import ChoiceOf, Form, typed_sum
from app.web.links import Link
from app.web.respond import form_page, page, see_other

TEMPLATE = "guest/bookings/cancellation.html"
REASONS = (
    ("", "I’d rather not say"),
    ("The dates do not suit any more", "The dates do not suit any more"),
    ("Illness, or family", "Illness, or family"),
    ("Found something else", "We found something else"),
    ("The price", "The price"),
    ("Something else", "Something else"),
)
LONGEST_REASON = 1_000
"""Characters; with the choice before them they fit into the journal's column."""


class CancellationForm(Form):
    """Why, for those who like to say; never asked for."""

    why = ChoiceOf("Why, if you like", choices=REASONS, sentence="Choose a reason from the list, or none")
    words = wtforms.TextAreaField("In your words")

    def validate_words(self, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if length > LONGEST_REASON:
            raise wtforms.ValidationError(f"Use {LONGEST_REASON:,} characters at most; this has {length:,}")

    @property
    def reason(self) -> str | None:
        return ": ".join(filter(None, (self.why.data, self.words.data))) or None


@blueprint.get("/bookings/<token:token>/cancellation")
@by_token("booking")
def cancellation(link: Link) -> Response:
    """What cancelling would bring now, and what could be done instead."""
    booking = found(link)
    if not may_change(booking):
        return page("guest/bookings/settled.html", settled=nothing_to_cancel(booking, link.token))
    return _page(booking, link.token, CancellationForm())


@blueprint.post("/bookings/<token:token>/cancellation")
@by_token("booking")
def cancel(link: Link) -> Response:
    """Cancelled as it was shown. What is cancelled already stays so, however often it is pressed."""
    booking, form = found(link), CancellationForm.typed()
    chosen = Chosen.of(booking, read_part(request.form))
    if booking.state == "cancelled" or chosen.cancelled:
        return see_other(_done(link.token, chosen))
    if not may_change(booking):
        return page("guest/bookings/settled.html", 409, settled=nothing_to_cancel(booking, link.token))
    if chosen.problem or not form.validate():
        return _page(booking, link.token, form)
    refund, revision = _seen("seen_refund"), _seen("seen_revision")
    if refund is None or revision is None:
        return _page(booking, link.token, form, moved_view(booking))
    try:
        cancel_booking(
            booking.id,
            parts=chosen.parts,
            seen_refund_minor=refund,
            seen_revision=revision,
            reason=form.reason,
        )
    except (RefundChanged, Stale) as moved:
        return _moved(link, form, moved)
    except WrongState:
        return see_other(_done(link.token, chosen))
    return see_other(_done(link.token, chosen))


def _moved(link: Link, form: CancellationForm, why: RefundChanged | Stale) -> Response:
    """Nothing was done, since it is not what was seen: old and new, and the button for the new."""
    booking = found(link)
    if not may_change(booking):
        return see_other(f"/bookings/{link.token}")
    return _page(booking, link.token, form, moved_view(booking, why))


def _page(booking: PlacedBooking, token: str, form: CancellationForm, moved: Moved | None = None) -> Response:
    chosen = Chosen.of(booking, read_part(request.values))
    terms = cancellation_terms(booking.id, parts=chosen.parts)
    view = cancellation_page(booking, token, chosen, terms)
    status = 409 if moved else 422 if chosen.problem else None
    return form_page(TEMPLATE, form, status, cancellation=view, moved=moved)


def _done(token: str, chosen: Chosen) -> str:
    return f"/bookings/{token}{'' if chosen.parts is None else '?done=1'}"


def _seen(name: str) -> int | None:
    return typed_sum(request.form.get(name, ""))
