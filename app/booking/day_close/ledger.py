"""A month of a house's folio lines, for the accountant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.booking.day_close.queries import ONLINE, bounds
from app.booking.documents.models import DocumentedLine, FolioDocument
from app.booking.models import Booking, FolioLine
from app.payments.models import Payment, Refund
from app.store import db


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of a folio: `charge` +, `payment` -, `refund` +, in minor units; `document` is what it stands on."""

    written_at: datetime
    reference: str
    kind: str
    label: str
    night: date | None
    method: str
    vat_bp: int
    amount_minor: int
    vat_minor: int
    corrects: int | None
    line_id: int
    document: str


def ledger_lines(location_id: int, first: date, last: date) -> Iterator[LedgerLine]:
    """Every line written on the days from `first` up to and with `last`, in the order of writing; one statement."""
    folio, booking, payment, refund = FolioLine.__table__, Booking.__table__, Payment.__table__, Refund.__table__
    document, documented = FolioDocument.__table__, DocumentedLine.__table__
    paid, back = payment.alias("paid"), payment.alias("back")
    rows = db.session.execute(
        select(
            *folio.c,
            booking.c.reference,
            func.coalesce(paid.c.method, back.c.method).label("method"),
            document.c.kind.label("document_kind"),
            document.c.number,
        )
        .join(booking, booking.c.id == folio.c.booking_id)
        .outerjoin(paid, paid.c.id == folio.c.payment_id)
        .outerjoin(refund, refund.c.id == folio.c.refund_id)
        .outerjoin(back, back.c.id == refund.c.payment_id)
        .outerjoin(documented, documented.c.folio_line_id == folio.c.id)
        .outerjoin(document, document.c.id == documented.c.document_id)
        .where(
            booking.c.location_id == location_id,
            folio.c.written_at >= bounds(location_id, first)[0],
            folio.c.written_at < bounds(location_id, last)[1],
        )
        .order_by(folio.c.written_at, folio.c.id)
    )
    for row in rows:
        yield LedgerLine(
            row.written_at,
            row.reference,
            row.kind,
            row.label,
            row.night,
            "" if row.kind == "charge" else row.method or ONLINE,
            row.vat_bp,
            row.amount_minor,
            row.vat_minor,
            row.reverses_id,
            row.id,
            f"{row.document_kind} {row.number}" if row.number else "",
        )
