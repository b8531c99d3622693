"""Receipts, invoices and credit notes of a booking, as the desk prints them."""

from __future__ import annotations

from flask import Response

from app.booking.documents import document_of, statement_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.bookings.shared import blueprint, found
from app.web.access import staff
from app.web.documents import document_file
from app.web.respond import not_found


@blueprint.get("/staff/<slug:house>/bookings/<reference>/statement.pdf")
@staff("see_bookings")
def statement(actor: Actor, house: House, reference: str) -> Response:
    """How the folio stands now, to be printed; no invoice."""
    _, booking = found(house, reference)
    return document_file(statement_of(booking.id, clock.now()), booking.reference)


@blueprint.get("/staff/<slug:house>/bookings/<reference>/<any(receipt, invoice, 'credit-note'):kind>-<id:number>.pdf")
@staff("see_bookings")
def document(actor: Actor, house: House, reference: str, kind: str, number: int) -> Response:
    """One of the booking's own documents."""
    _, booking = found(house, reference)
    issued = document_of(booking.id, kind.replace("-", "_"), number)
    if issued is None:
        raise not_found()
    return document_file(issued, booking.reference)
