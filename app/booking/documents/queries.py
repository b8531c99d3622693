"""Documents as their pages and files need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.booking.documents.facts import heading_of, line_facts, vat_facts
from app.booking.documents.models import FolioDocument
from app.booking.models import FolioLine
from app.store import db

PREFIXES = {"receipt": "R", "invoice": "INV", "credit_note": "CN", "statement": ""}


@dataclass(frozen=True, slots=True)
class Issued:
    """A document with all that it prints; a `statement` is none, has no number and says how the folio stands now."""

    kind: str
    number: int
    currency: str
    amount_minor: int
    vat_minor: int
    tax_point_on: date | None
    addressed_to: str
    facts: Mapping[str, Any]
    issued_at: datetime

    @property
    def name(self) -> str:
        """Its number as people read it: COMBE-HARROW-INV-00012."""
        return name_of(self.kind, self.number, self.facts["house"]["slug"]) if self.number else ""


def name_of(kind: str, number: int, house: str) -> str:
    """A number as people read it; the house's slug keeps those of different houses apart."""
    return f"{house.upper()}-{PREFIXES[kind]}-{number:05}"


def documents_of(booking_id: int) -> list[Issued]:
    """Every document of a booking, the oldest first; one statement."""
    table = FolioDocument.__table__
    rows = db.session.execute(select(table).where(table.c.booking_id == booking_id).order_by(table.c.id))
    return [_issued(row) for row in rows]


def document_of(booking_id: int, kind: str, number: int) -> Issued | None:
    """One document of this booking; None when it has none like it."""
    table = FolioDocument.__table__
    row = db.session.execute(
        select(table).where(table.c.booking_id == booking_id, table.c.kind == kind, table.c.number == number)
    ).one_or_none()
    return _issued(row) if row else None


def statement_of(booking_id: int, now: datetime) -> Issued:
    """How the folio stands: every line of it, with the VAT that its charges contain. No invoice."""
    table = FolioLine.__table__
    rows = db.session.execute(select(table).where(table.c.booking_id == booking_id).order_by(table.c.id)).all()
    facts, addressed_to = heading_of(booking_id)
    charges = line_facts([row for row in rows if row.kind == "charge"])
    money = line_facts([row for row in rows if row.kind != "charge"])
    balance = sum(row.amount_minor for row in rows)
    facts |= {"lines": charges, "money": money, "vat": vat_facts(charges), "balance_minor": balance}
    vat = sum(row["vat_minor"] for row in charges)
    gross = sum(row["gross_minor"] for row in charges)
    return Issued("statement", 0, facts["currency"], gross, vat, None, addressed_to, facts, now)


def _issued(row: Any) -> Issued:
    return Issued(
        row.kind,
        row.number,
        row.currency,
        row.amount_minor,
        row.vat_minor,
        row.tax_point_on,
        row.addressed_to,
        row.facts,
        row.issued_at,
    )
