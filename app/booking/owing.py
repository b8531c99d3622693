"""What a booking owes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.booking.models import Booking, FolioLine
from app.payments.models import Refund
from app.store import db


def lock_booking(booking_id: int) -> Any:
    """The booking's row, nobody else's until the transaction ends."""
    table = Booking.__table__
    return db.session.execute(select(*table.c).where(table.c.id == booking_id).with_for_update()).one()


def owed_minor(booking_id: int) -> int:
    """What the guest still owes: the balance of the folio, and what is on its way back to them already.

    Below nothing when they have paid too much.
    """
    balance = select(func.coalesce(func.sum(FolioLine.amount_minor), 0)).where(FolioLine.booking_id == booking_id)
    mine = select(FolioLine.payment_id).where(FolioLine.booking_id == booking_id, FolioLine.payment_id.is_not(None))
    on_its_way = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
        Refund.payment_id.in_(mine), Refund.state == "asked"
    )
    return int(db.session.execute(select(balance.scalar_subquery() + on_its_way.scalar_subquery())).scalar_one())
