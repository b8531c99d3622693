"""Issuing documents in the transaction of what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, insert, select, update

from app.booking.documents.facts import heading_of, line_facts, vat_facts
from app.booking.documents.models import DocumentedLine, DocumentNumber, FolioDocument
from app.booking.models import Booking, FolioLine
from app.catalogue.models import Location
from app.payments.models import Payment
from app.store import db, insert_or_ignore, is_sqlite, write

_document = FolioDocument.__table__
_number = DocumentNumber.__table__
_folio = FolioLine.__table__
KINDS = ("credit_note", "invoice", "receipt")
_LOCKED = (
    select(_number.c.kind).where(_number.c.location_id == bindparam("location")).order_by(_number.c.kind)
).with_for_update()
IMPORTED = "import"
_OVER = (
    select(Booking.__table__, Location.timezone)
    .join(Location, Location.id == Booking.location_id)
    .where(Booking.id == bindparam("booking"))
)
_INVOICED = {"departed": "checked_out_at", "cancelled": "cancelled_at", "no_show": "no_show_at"}
"""The states in which a booking's charges are final, and the instant that is their tax point."""


def issue_receipt(booking_id: int, payment_id: int, at: datetime, received: str = "Paid by card") -> None:
    """The payment, which stands on the folio, has its receipt; once, and in the caller's transaction.

    `received` is what it says of how the money came.
    """
    known = select(_document.c.id).where(_document.c.payment_id == payment_id)
    if db.session.execute(known).first() is not None:
        return
    facts, addressed_to = heading_of(booking_id)
    facts["received"] = received
    payment = db.session.execute(select(Payment.amount_minor).where(Payment.id == payment_id)).one()
    _issue(booking_id, "receipt", payment.amount_minor, 0, facts, addressed_to, at, payment_id=payment_id)


def issue_invoices(booking_id: int, at: datetime) -> None:
    """What is charged for a stay that is over, or kept of one that was given up, stands on an invoice; what was taken
    back of that, or given for goodwill afterwards, stands on credit notes.

    Nothing while the booking may still change, and nothing for charges that were taken back before they were invoiced.
    Nothing for a booking that was imported, either: the system that it came from has billed it under its own numbers.
    Each charge stands on one document however often this is called. In the transaction of what changed the folio, by
    whoever has the booking locked.
    """
    row = db.session.execute(_OVER, {"booking": booking_id}).one()
    if row.state not in _INVOICED or row.source == IMPORTED:
        return
    zone = ZoneInfo(row.timezone)
    charges, corrections = _open_lines(booking_id)
    if charges and sum(line.amount_minor for line in charges) < 0:
        if (invoice_id := _newest_invoice(booking_id)) is not None:
            corrections[invoice_id] = [*corrections.get(invoice_id, ()), *charges]
    elif charges:
        over_at: datetime = getattr(row, _INVOICED[row.state]) or at
        _issue_lines(booking_id, "invoice", charges, at, over_at.astimezone(zone).date())
    for invoice_id, lines in sorted(corrections.items()):
        _issue_lines(booking_id, "credit_note", lines, at, at.astimezone(zone).date(), corrects_id=invoice_id)


def _newest_invoice(booking_id: int) -> int | None:
    newest = select(func.max(_document.c.id)).where(_document.c.booking_id == booking_id, _document.c.kind == "invoice")
    return db.session.execute(newest).scalar_one()


def _open_lines(booking_id: int) -> tuple[list[Any], dict[int, list[Any]]]:
    """Charges on no document yet; and what was taken back of documented ones, by the document that it corrects."""
    rows = db.session.execute(
        select(_folio, DocumentedLine.document_id)
        .outerjoin(DocumentedLine, DocumentedLine.folio_line_id == _folio.c.id)
        .where(_folio.c.booking_id == booking_id, _folio.c.kind == "charge")
        .order_by(_folio.c.id)
    ).all()
    document_of = {row.id: row.document_id for row in rows}
    unwritten = [row for row in rows if row.document_id is None]
    taken_back = {row.reverses_id for row in unwritten if row.reverses_id is not None}
    corrections: dict[int, list[Any]] = defaultdict(list)
    for row in unwritten:
        if row.reverses_id is not None and document_of[row.reverses_id] is not None:
            corrections[document_of[row.reverses_id]].append(row)
    charges = [row for row in unwritten if row.reverses_id is None and row.id not in taken_back and row.amount_minor]
    return charges, corrections


def _issue_lines(
    booking_id: int, kind: str, lines: Sequence[Any], at: datetime, tax_point: date, corrects_id: int | None = None
) -> None:
    facts, addressed_to = heading_of(booking_id)
    sign = -1 if corrects_id else 1
    rows = line_facts(lines, sign)
    facts |= {"lines": rows, "vat": vat_facts(rows)}
    if corrects_id:
        corrected = select(_document.c.number).where(_document.c.id == corrects_id)
        facts["corrects"] = db.session.execute(corrected).scalar_one()
    gross, vat = sum(row["gross_minor"] for row in rows), sum(row["vat_minor"] for row in rows)
    more = {"corrects_id": corrects_id, "tax_point_on": tax_point}
    document_id = _issue(booking_id, kind, gross, vat, facts, addressed_to, at, **more)
    documented = [{"folio_line_id": line.id, "document_id": document_id} for line in lines]
    write(insert(DocumentedLine.__table__), documented)


def _issue(
    booking_id: int,
    kind: str,
    amount_minor: int,
    vat_minor: int,
    facts: dict[str, Any],
    addressed_to: str,
    at: datetime,
    **columns: Any,
) -> int:
    location_id = db.session.execute(select(Booking.location_id).where(Booking.id == booking_id)).scalar_one()
    row = {
        "location_id": location_id,
        "booking_id": booking_id,
        "kind": kind,
        "number": _next_number(location_id, kind),
        "currency": facts["currency"],
        "amount_minor": amount_minor,
        "vat_minor": vat_minor,
        "addressed_to": addressed_to[:120],
        "facts": facts,
        "issued_at": at,
        **columns,
    }
    return int(write(insert(_document).returning(_document.c.id), row).scalar_one())


def _next_number(location_id: int, kind: str) -> int:
    """The next number, nobody else's: others wait until this transaction ends, and take it when it is undone.

    One who cancels may issue papers of several kinds, also for whoever is refunded by it: the numbers of a house are
    locked together and in one order, so that no two wait for each other.
    """
    if not is_sqlite():
        db.session.execute(_LOCKED, {"location": location_id}).all()
    mine = update(_number).where(_number.c.location_id == location_id, _number.c.kind == kind)
    counted = mine.values(last=_number.c.last + 1).returning(_number.c.last)
    number = write(counted).scalar_one_or_none()
    if number is None:
        none_yet = [{"location_id": location_id, "kind": one, "last": 0} for one in KINDS]
        write(insert_or_ignore(DocumentNumber), none_yet)
        number = write(counted).scalar_one()
    return int(number)
