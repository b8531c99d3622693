"""The ledger of a booking, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, func, select

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


_line, _refund = FolioLine.__table__, Refund.__table__
_OF: BindParameter[int] = bindparam("booking")
_PAID_BY = select(_line.c.payment_id).where(_line.c.booking_id == _OF, _line.c.kind == "payment")
_ASKED = select(func.coalesce(func.sum(_refund.c.amount_minor), 0)).where(
    _refund.c.state == "asked", _refund.c.payment_id.in_(_PAID_BY)
)
_FOLIO = (
    select(*(_line.c[name] for name in LedgerLine.__dataclass_fields__), _ASKED.scalar_subquery())
    .where(_line.c.booking_id == _OF)
    .order_by(_line.c.id)
)


def folio_of(booking_id: int) -> tuple[tuple[LedgerLine, ...], int]:
    """The lines in order, and what is asked back and not given yet; one statement, so that both are of one moment."""
    rows = db.session.execute(_FOLIO, {"booking": booking_id}).all()
    return tuple(LedgerLine(*row[:-1]) for row in rows), int(rows[0][-1]) if rows else 0
