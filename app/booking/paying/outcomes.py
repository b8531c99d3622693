"""What follows from what became of a payment, within the transaction that records it."""

from __future__ import annotations

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Checkout, FolioLine
from app.booking.paying.sessions import Settled
from app.kernel.errors import Refused
from app.payments import ask_for_refund
from app.payments.models import Payment
from app.store import db, savepoint


def of_checkout(payment: Payment) -> tuple[Settled, int | None]:
    """What follows from what became of a checkout's payment, and the refund that is wanted. Within a transaction."""
    if payment.state == "captured":
        return _book(payment)
    if payment.state in ("declined", "expired") and _is_latest(payment):
        booking.reopen_checkout(payment.owner_id)
    return Settled("open" if payment.state == "asked" else payment.state), None


def _book(payment: Payment) -> tuple[Settled, int | None]:
    """The booking of captured money, or the refund of it when there can be none."""
    try:
        with savepoint():
            placed = booking.place_booking(payment.owner_id, payment_id=payment.id)
    except Refused as refused:
        booking.reopen_checkout(payment.owner_id)
        return Settled("refunded", refused=refused), _give_back(payment, refused.code)
    paid_by_this = select(FolioLine.id).where(
        FolioLine.booking_id == placed.booking_id, FolioLine.payment_id == payment.id
    )
    if db.session.execute(paid_by_this).first() is None:
        return Settled("booked", placed), _give_back(payment, "paid_twice")
    return Settled("booked", placed), None


def _give_back(payment: Payment, reason: str) -> int:
    return ask_for_refund(payment.id, f"{payment.idempotency_key}-back", payment.amount_minor, reason)


def _is_latest(payment: Payment) -> bool:
    attempts = select(Checkout.attempts).where(Checkout.id == payment.owner_id)
    return bool(db.session.execute(attempts).scalar_one() == payment.attempt)
