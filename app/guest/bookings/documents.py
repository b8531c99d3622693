"""Invoice, receipts and credit notes of a booking, by its link. Looking at them writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response

from app.booking.documents import Issued, document_of, documents_of, statement_of
from app.guest.bookings.shared import blueprint, found
from app.kernel import clock
from app.kernel.words import dated, money
from app.web.access import by_token
from app.web.documents import printed
from app.web.links import Link
from app.web.respond import not_found

NAMES = {"receipt": "Receipt", "invoice": "Invoice", "credit_note": "Credit note"}


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A row of `guest/bookings/_documents.html`."""

    url: str
    name: str
    date_text: str
    amount_text: str


def document_links(booking_id: int, token: str) -> list[DocumentLink]:
    """Every document of the booking, the newest first; one statement."""
    return [
        DocumentLink(
            f"/bookings/{token}/{one.kind.replace('_', '-')}-{one.number}.pdf",
            f"{NAMES[one.kind]} {one.name}",
            dated(one.issued_at.astimezone(ZoneInfo(one.facts["timezone"])).date()),
            money(one.amount_minor, one.currency, pence=True),
        )
        for one in reversed(documents_of(booking_id))
    ]


@blueprint.get("/bookings/<token:token>/invoice.pdf")
@by_token("booking")
def invoice(link: Link) -> Response:
    """The newest invoice; before there is one, how the booking stands, which is no invoice and says so."""
    booking = found(link)
    invoices = [one for one in documents_of(booking.id) if one.kind == "invoice"]
    return _file(invoices[-1] if invoices else statement_of(booking.id, clock.now()), booking.reference)


@blueprint.get("/bookings/<token:token>/<any(receipt, invoice, 'credit-note'):kind>-<id:number>.pdf")
@by_token("booking")
def document(link: Link, kind: str, number: int) -> Response:
    """One of the booking's own documents."""
    booking = found(link)
    issued = document_of(booking.id, kind.replace("-", "_"), number)
    if issued is None:
        raise not_found()
    return _file(issued, booking.reference)


def _file(issued: Issued, reference: str) -> Response:
    name = issued.name or f"statement-{reference}"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-cache"}
    return Response(printed(issued), content_type="application/pdf", headers=headers)
