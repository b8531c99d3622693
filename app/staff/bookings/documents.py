"""Receipts, invoices and credit notes of a booking, as the desk prints them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response

from app.booking.documents import Issued, document_of, documents_of, statement_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.words import dated, money
from app.staff.bookings.shared import blueprint, found
from app.web.access import staff
from app.web.documents import printed
from app.web.respond import not_found

NAMES = {"receipt": "Receipt", "invoice": "Invoice", "credit_note": "Credit note"}


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document that was issued."""

    url: str
    name: str
    date_text: str
    amount_text: str


def document_links(booking_id: int, url: str) -> list[DocumentLink]:
    """Every document of the booking, the newest first; one statement."""
    return [
        DocumentLink(
            f"{url}/{one.kind.replace('_', '-')}-{one.number}.pdf",
            f"{NAMES[one.kind]} {one.name}",
            dated(one.issued_at.astimezone(ZoneInfo(one.facts["timezone"])).date()),
            money(one.amount_minor, one.currency, pence=True),
        )
        for one in reversed(documents_of(booking_id))
    ]


@blueprint.get("/staff/<slug:house>/bookings/<reference>/statement.pdf")
@staff("see_bookings")
def statement(actor: Actor, house: House, reference: str) -> Response:
    """How the folio stands now, to be printed; no invoice."""
    _, booking = found(house, reference)
    return _file(statement_of(booking.id, clock.now()), booking.reference)


@blueprint.get("/staff/<slug:house>/bookings/<reference>/<any(receipt, invoice, 'credit-note'):kind>-<id:number>.pdf")
@staff("see_bookings")
def document(actor: Actor, house: House, reference: str, kind: str, number: int) -> Response:
    """One of the booking's own documents."""
    _, booking = found(house, reference)
    issued = document_of(booking.id, kind.replace("-", "_"), number)
    if issued is None:
        raise not_found()
    return _file(issued, booking.reference)


def _file(issued: Issued, reference: str) -> Response:
    name = issued.name or f"statement-{reference}"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-cache"}
    return Response(printed(issued), content_type="application/pdf", headers=headers)
