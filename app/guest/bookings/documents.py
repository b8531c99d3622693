"""Invoice, receipts and credit notes of a booking, by its link. Looking at them writes nothing."""

from __future__ import annotations

from flask import Response

from app.booking.documents import document_of, documents_of, statement_of
from app.guest.bookings.shared import blueprint, found
from app.kernel import clock
from app.web.access import by_token
from app.web.documents import document_file
from app.web.links import Link
from app.web.respond import not_found


@blueprint.get("/bookings/<token:token>/invoice.pdf")
@by_token("booking")
def invoice(link: Link) -> Response:
    """The newest invoice; before there is one, how the booking stands, which is no invoice and says so."""
    booking = found(link)
    invoices = [one for one in documents_of(booking.id) if one.kind == "invoice"]
    return document_file(invoices[-1] if invoices else statement_of(booking.id, clock.now()), booking.reference)


@blueprint.get("/bookings/<token:token>/<any(receipt, invoice, 'credit-note'):kind>-<id:number>.pdf")
@by_token("booking")
def document(link: Link, kind: str, number: int) -> Response:
    """One of the booking's own documents."""
    booking = found(link)
    issued = document_of(booking.id, kind.replace("-", "_"), number)
    if issued is None:
        raise not_found()
    return document_file(issued, booking.reference)
