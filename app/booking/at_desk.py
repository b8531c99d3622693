"""What the house's desk knows of a booking beyond what its guest is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.booking.models import Booking, FolioLine
from app.identity.models import Guest
from app.payments.models import Payment
from app.store import db

_booking, _guest, _line = Booking.__table__, Guest.__table__, FolioLine.__table__


@dataclass(frozen=True, slots=True)
class Heading:
    """How a booking came and whose it is; `guest_id` is None where nobody is named."""

    id: int
    location_id: int
    reference: str
    state: str
    version: int
    source: str
    channel: str | None
    commission_bp: int
    outside_reference: str | None
    referral: str | None
    language: str
    booked_at: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    no_show_at: datetime | None
    guest_id: int | None
    guest_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line of the folio as the desk sees it. `method` says how money changed hands at the house."""

    id: int
    kind: str
    label: str
    night: object
    amount_minor: int
    vat_bp: int
    reverses_id: int | None
    written_at: datetime
    kept: bool
    sundry: str | None
    method: str | None


def heading(location_id: int, reference: str) -> Heading | None:
    """The booking with that reference in that house; None when the house has none like it."""
    names = list(Heading.__dataclass_fields__)[:16]
    row = db.session.execute(
        select(*(_booking.c[name] for name in names), _guest.c.name, _guest.c.email, _guest.c.phone)
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.location_id == location_id, _booking.c.reference == reference)
    ).one_or_none()
    if row is None:
        return None
    return Heading(
        **dict(zip(names, row, strict=False)), guest_name=row.name or "", email=row.email or "", phone=row.phone or ""
    )


def desk_lines(booking_id: int) -> list[DeskLine]:
    """The folio in order; one statement."""
    names = list(DeskLine.__dataclass_fields__)[:-1]
    rows = db.session.execute(
        select(*(_line.c[name] for name in names), Payment.method)
        .outerjoin(Payment, Payment.id == _line.c.payment_id)
        .where(_line.c.booking_id == booking_id)
        .order_by(_line.c.id)
    )
    return [DeskLine(**row) for row in rows.mappings()]
