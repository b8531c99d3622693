"""Writing on the folio of a booking: payments, charges, corrections, refunds and goodwill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response

from app.booking import operations as booking_operations
from app.booking.errors import Stale
from app.booking.queries import PlacedBooking
from app.catalogue.queries import House
from app.config import Config
from app.identity.staff.rules import Actor, can
from app.kernel.errors import Refused
from app.staff.bookings.folio_forms import (
    ChargeForm,
    CorrectionForm,
    GoodwillForm,
    OnFolio,
    PaymentForm,
    RefundForm,
)
from app.staff.bookings.shared import address, blueprint, found
from app.staff.bookings.show import booking_page
from app.web.access import staff
from app.web.forms import Form
from app.web.respond import see_other


@blueprint.post("/staff/<slug:house>/bookings/<reference>/payments")
@staff("charge")
def take(actor: Actor, house: House, reference: str) -> Response:
    """The guest has paid at the desk."""
    form: PaymentForm = PaymentForm.typed()

    def work(booking: PlacedBooking) -> None:
        booking_operations.take_payment(
            booking.id, form.paid.data, form.method.data, actor.staff_id, seen_line=form.seen
        )

    return _written(actor, house, reference, form, work)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/charges")
@staff("charge")
def charge(actor: Actor, house: House, reference: str) -> Response:
    """The house charges something beside the quote."""
    form: ChargeForm = ChargeForm.typed().fill(house)

    def work(booking: PlacedBooking) -> None:
        booking_operations.add_charge(
            booking.id, form.sundry, form.label, form.amount_minor, actor.staff_id, seen_line=form.seen
        )

    return _written(actor, house, reference, form, work)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/charges/<id:line_id>/correction")
@staff("charge")
def correct(actor: Actor, house: House, reference: str, line_id: int) -> Response:
    """A charge of the house is taken back."""
    form: CorrectionForm = CorrectionForm.typed()

    def work(booking: PlacedBooking) -> None:
        booking_operations.correct_charge(booking.id, line_id, form.why.data, actor.staff_id)

    return _written(actor, house, reference, form, work, corrected_id=line_id)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/refunds")
@staff("refund", proven=True)
def refund(actor: Actor, house: House, reference: str) -> Response:
    """What was paid too much goes back."""
    form: RefundForm = RefundForm.typed()

    def work(booking: PlacedBooking) -> None:
        booking_operations.give_back(
            booking.id,
            form.back.data,
            form.back_words.data,
            actor.staff_id,
            limit_minor=limit_of(actor, house),
            seen_line=form.seen,
        )

    return _written(actor, house, reference, form, work)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/goodwill")
@staff("refund", proven=True)
def goodwill(actor: Actor, house: House, reference: str) -> Response:
    """Something is taken off the bill, and goes back as far as it was paid."""
    form: GoodwillForm = GoodwillForm.typed()

    def work(booking: PlacedBooking) -> None:
        booking_operations.give_goodwill(
            booking.id,
            form.goodwill.data,
            form.goodwill_words.data,
            actor.staff_id,
            limit_minor=limit_of(actor, house),
            seen_line=form.seen,
        )

    return _written(actor, house, reference, form, work)


def limit_of(actor: Actor, house: House) -> int | None:
    """How much this person may give back by hand on one booking of the house; None for no limit."""
    settings: Config = current_app.config["SETTINGS"]
    return None if can(actor, "refund_much", house) else settings.refund_limit_minor


def _written(
    actor: Actor, house: House, reference: str, form: Form, work: Callable[[PlacedBooking], None], **more: Any
) -> Response:
    """The folio with what was written; 422 where the form cannot be read, 409 where it was refused, with a sentence
    and the folio as it is now, the lines that are new to this person marked."""
    heading, booking = found(house, reference)
    if not form.validate():
        return booking_page(actor, house, heading, booking, form=form, status=422, has_errors=True, **more)
    try:
        work(booking)
    except Refused as refused:
        heading, booking = found(house, reference)
        seen = form.seen if isinstance(refused, Stale) and isinstance(form, OnFolio) else None
        return booking_page(
            actor, house, heading, booking, form=form, status=409, refused=refused, seen_line=seen, **more
        )
    return see_other(f"{address(house, booking.reference)}?done=1#folio")
