"""Giving back what a booking has paid too much."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.cancellation import purse_of
from app.booking.models import FolioLine
from app.payments import HOUSE, Asked, ask_for_refunds
from app.payments.models import Payment
from app.store import db

_folio = FolioLine.__table__


def refund_overpaid(booking_id: int, key: str, reason: str) -> list[Asked]:
    """Refunds are wanted for all that the guest paid beyond what is charged and kept, newest capture first.

    Within a transaction; the provider is asked after it, and the line of the folio is written when it has given. What
    was paid otherwise than by card stays on the folio as the guest's credit.
    """
    overpaid = purse_of(booking_id).overpaid_minor
    return ask_for_refunds(payments_on_folio(booking_id), overpaid, key, reason) if overpaid else []


def payments_on_folio(booking_id: int) -> list[int]:
    """The payments of a booking that a provider took, newest first."""
    rows = db.session.execute(
        select(_folio.c.payment_id)
        .join(Payment, Payment.id == _folio.c.payment_id)
        .where(_folio.c.booking_id == booking_id, _folio.c.kind == "payment", Payment.provider != HOUSE)
        .order_by(Payment.settled_at.desc(), Payment.id.desc())
    )
    return [int(payment_id) for (payment_id,) in rows]
