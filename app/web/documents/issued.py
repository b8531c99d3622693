"""A booking's documents as every desk lists and hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response

from app.booking.documents import Issued, documents_of
from app.kernel.words import dated, money
from app.web.documents.printing import printed

NAMES = {"receipt": "Receipt", "invoice": "Invoice", "credit_note": "Credit note"}


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document that was issued."""

    url: str
    name: str
    date_text: str
    amount_text: str


def document_links(booking_id: int, url: str) -> list[DocumentLink]:
    """Every document of the booking, the newest first, below the booking's own address `url`; one statement."""
    return [
        DocumentLink(
            f"{url}/{one.kind.replace('_', '-')}-{one.number}.pdf",
            f"{NAMES[one.kind]} {one.name}",
            dated(one.issued_at.astimezone(ZoneInfo(one.facts["timezone"])).date()),
            money(one.amount_minor, one.currency, pence=True),
        )
        for one in reversed(documents_of(booking_id))
    ]


def document_file(issued: Issued, reference: str) -> Response:
    """The document as a PDF to be looked at; one that was not issued is called after the booking's reference."""
    name = issued.name or f"statement-{reference}"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-cache"}
    return Response(printed(issued), content_type="application/pdf", headers=headers)
