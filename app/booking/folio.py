"""The ledger of a booking, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.booking.models import FolioLine
from app.payments.models import Refund
from app.store import db


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the folio; `reverses_id` is the line that it corrects, `kept` a charge for what was given up."""

    id: int
    kind: str
    label: str
    night: date | None
    amount_minor: int
    reverses_id: int | None
    written_at: datetime
    kept: bool = False


def folio_of(booking_id: int) -> tuple[tuple[LedgerLine, ...], int]:
    """The lines in order, and what is asked back and not given yet; one statement, so that both are of one moment."""
    columns = [getattr(FolioLine, name) for name in LedgerLine.__dataclass_fields__]
    paid_by = select(FolioLine.payment_id).where(FolioLine.booking_id == booking_id, FolioLine.kind == "payment")
    asked = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.state == "asked", Refund.payment_id.in_(paid_by)
    )
    rows = db.session.execute(
        select(*columns, asked.scalar_subquery()).where(FolioLine.booking_id == booking_id).order_by(FolioLine.id)
    ).all()
    return tuple(LedgerLine(*row[:-1]) for row in rows), int(rows[0][-1]) if rows else 0
