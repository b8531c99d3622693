"""Cancelling for the guest, on the terms that the guest was told, shown before."""

from __future__ import annotations

import wtforms
from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from app.booking.cancellation import cancellation_terms
from app.booking.errors import RefundChanged, Stale, WrongState
from app.booking.operations import cancel_booking
from app.booking.queries import PlacedBooking
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.kernel.words import money
from app.staff.bookings.shared import address, blueprint, found
from app.web.access import staff
from app.web.forms import Form, Required
from app.web.proof import proof_where
from app.web.respond import page, see_other

ALL = "all"


class CancellationForm(Form):
    why = wtforms.StringField(
        "Who asked for it, and why",
        [Required("Say who asked for it, for the journal"), wtforms.validators.Length(max=200)],
    )


@blueprint.get("/staff/<slug:house>/bookings/<reference>/cancellation")
@staff("run_stays")
def terms(actor: Actor, house: House, reference: str) -> Response:
    """What cancelling would come to now, for all rooms or one."""
    _, booking = found(house, reference)
    return _page(actor, house, booking, CancellationForm())


@blueprint.post("/staff/<slug:house>/bookings/<reference>/cancellation")
@staff("run_stays")
def cancel(actor: Actor, house: House, reference: str) -> Response:
    """Cancelled as it was shown; else nothing is, and what it comes to now is shown.

    Where money goes back the second factor is asked for again.
    """
    _, booking = found(house, reference)
    form: CancellationForm = CancellationForm.typed()
    if not form.validate():
        return _page(actor, house, booking, form)
    seen = [_number(request.form.get(name, "")) for name in ("seen_refund", "seen_revision")]
    if (ask := proof_where(lambda: bool(seen[0]), actor, house)) is not None:
        return ask
    try:
        if None in seen:
            raise Stale
        cancel_booking(
            booking.id,
            parts=_parts(booking),
            seen_refund_minor=seen[0],
            seen_revision=seen[1],
            reason=form.why.data,
            actor="staff",
            by=actor.staff_id,
        )
    except (RefundChanged, Stale, WrongState) as refused:
        return _page(actor, house, found(house, reference)[1], form, refused)
    return see_other(f"{address(house, booking.reference)}?done=1")


def _page(
    actor: Actor, house: House, booking: PlacedBooking, form: CancellationForm, refused: Refused | None = None
) -> FlaskResponse:
    parts = _parts(booking)
    try:
        shown = cancellation_terms(booking.id, parts=parts)
    except WrongState as wrong:
        shown, refused = None, wrong
    status = 409 if refused else 422 if form.errors else 200
    return page(
        "staff/bookings/cancellation.html",
        status,
        actor=actor,
        house=house,
        here="bookings",
        url=address(house, booking.reference),
        booking=booking,
        form=form,
        has_errors=bool(form.errors),
        refused=refused,
        terms=shown,
        back=money(shown.refund_minor, shown.currency, pence=True) if shown else "",
        part=ALL if parts is None else str(parts[0]),
        rooms=[(str(stay.part), room_type_of(stay.chosen.room_type_id).name) for stay in booking.live],
    )


def _parts(booking: PlacedBooking) -> list[int] | None:
    """The one room that is meant; None for all of them."""
    wanted = _number(request.values.get("part", ""))
    live = [stay.part for stay in booking.live]
    return [wanted] if wanted in live and len(live) > 1 else None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else None
