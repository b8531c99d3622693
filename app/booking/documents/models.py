"""What was issued, with the facts that it prints."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, KEPT_BY_LAW, PERSONAL, BigId, Currency, Facts, Id


class FolioDocument(Base):
    """A receipt for a payment, an invoice for charges, or a credit note that corrects an invoice.

    Its number counts without a gap per house and kind. `facts` are all that it prints but whom it is addressed to, so
    that it prints the same whatever becomes of house and prices. Money is positive, on credit notes too. To whom it
    went is empty once the law asks for it no more.
    """

    __tablename__ = "folio_document"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("booking.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    payment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("payment.id"), unique=True)
    corrects_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("folio_document.id"))
    currency: Mapped[Currency]
    amount_minor: Mapped[int]
    vat_minor: Mapped[int]
    tax_point_on: Mapped[date | None]
    addressed_to: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    facts: Mapped[Facts]
    issued_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("location_id", "kind", "number"),
        CheckConstraint("kind IN ('receipt', 'invoice', 'credit_note')", "kind"),
        CheckConstraint("(kind = 'receipt') = (payment_id IS NOT NULL)", "payment"),
        CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", "corrects"),
        CheckConstraint("(kind = 'receipt') = (tax_point_on IS NULL)", "tax_point"),
        CheckConstraint("number > 0", "number"),
        {"info": APPEND_ONLY | KEPT_BY_LAW},
    )


class DocumentedLine(Base):
    """A charge of a folio and the one invoice or credit note that it stands on."""

    __tablename__ = "documented_line"

    folio_line_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("folio_line.id"), primary_key=True, autoincrement=False
    )
    document_id: Mapped[int] = mapped_column(BigId, ForeignKey("folio_document.id"), index=True)

    __table_args__ = ({"info": APPEND_ONLY},)


class DocumentNumber(Base):
    """The last number that a house gave to a kind of document; its row is locked until the document is committed."""

    __tablename__ = "document_number"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
