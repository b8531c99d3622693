"""What follows from what became of a payment, within the transaction that records it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.cancellation import purse_of
from app.booking.documents import issue_receipt
from app.booking.errors import NothingDue, WrongState
from app.booking.models import Checkout, FolioLine
from app.booking.operations.changing import locked_booking
from app.booking.operations.records import write_payment_line
from app.booking.paying.sessions import Settled, WithBooking
from app.booking.rules import LIVE
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.outbox import announce
from app.payments import ask_for_refund, refunded_minor
from app.payments.models import Payment
from app.store import db, savepoint

Outcome = tuple[Settled, int | None]
"""What became of a payment, and the refund that is wanted."""


def lock_owner(session_id: str) -> None:
    """A booking is locked before its payments, as by those who cancel and amend, so that they never deadlock."""
    owner = select(Payment.owner_id).where(Payment.provider_session == session_id, Payment.owner == "booking")
    booking_id = db.session.execute(owner).scalar_one_or_none()
    if booking_id is not None:
        locked_booking(booking_id)


def of_payment(payment: Payment, with_booking: WithBooking | None = None) -> Outcome:
    """What follows for the checkout or the booking that the payment is for. Within a transaction."""
    return of_checkout(payment, with_booking) if payment.owner == "checkout" else of_booking(payment)


def of_booking(payment: Payment) -> Outcome:
    """Captured money is on the folio; what is more than owed goes back, all of it when the booking is over."""
    if payment.state != "captured":
        return Settled("open" if payment.state == "asked" else payment.state), None
    row = locked_booking(payment.owner_id)
    if _on_folio(row.id, payment.id):
        return Settled("paid"), None
    owed = purse_of(row.id).due_minor
    given_back = refunded_minor(payment.id)
    if given_back or row.state not in LIVE or owed <= 0:
        over = row.state not in LIVE
        refused = WrongState(row.state) if over else NothingDue()
        return Settled("refunded", refused=refused), _give_back(payment, "too_late" if over else "paid_twice")
    now = clock.now()
    write_payment_line(row.id, payment.id, payment.amount_minor, payment.currency, now)
    facts: dict[str, Any] = {"payment": payment.id, "amount_minor": payment.amount_minor}
    record("paid", "booking", row.id, location_id=row.location_id, at=now, **facts)
    issue_receipt(row.id, payment.id, now)
    _announce_paid(row, payment)
    too_much = payment.amount_minor - owed
    if too_much <= 0:
        return Settled("paid"), None
    return Settled("paid"), ask_for_refund(payment.id, f"{payment.idempotency_key}-over", too_much, "paid_twice")


def _announce_paid(row: Any, payment: Payment) -> None:
    address = db.session.execute(select(Guest.email).where(Guest.id == row.guest_id)).scalar_one_or_none()
    if address:
        facts = {"reference": row.reference, "payment_id": payment.id, "amount_minor": payment.amount_minor}
        announce("paid", "booking", row.id, address, facts, occasion=str(payment.id), language=row.language)


def of_checkout(payment: Payment, with_booking: WithBooking | None = None) -> Outcome:
    """What follows from what became of a checkout's payment, and the refund that is wanted. Within a transaction."""
    if payment.state == "captured":
        return _book(payment, with_booking)
    if payment.state in ("declined", "expired") and _is_latest(payment):
        booking.reopen_checkout(payment.owner_id)
    return Settled("open" if payment.state == "asked" else payment.state), None


def _book(payment: Payment, with_booking: WithBooking | None) -> Outcome:
    """The booking of captured money, or the refund of it when there can be none."""
    try:
        with savepoint():
            placed = booking.place_booking(payment.owner_id, payment_id=payment.id)
            if with_booking is not None:
                with_booking(payment.owner_id, placed)
    except Refused as refused:
        booking.reopen_checkout(payment.owner_id)
        return Settled("refunded", refused=refused), _give_back(payment, refused.code)
    if not _on_folio(placed.booking_id, payment.id):
        return Settled("booked", placed), _give_back(payment, "paid_twice")
    return Settled("booked", placed), None


def _give_back(payment: Payment, reason: str) -> int:
    return ask_for_refund(payment.id, f"{payment.idempotency_key}-back", payment.amount_minor, reason)


def _on_folio(booking_id: int, payment_id: int) -> bool:
    found = select(FolioLine.id).where(FolioLine.booking_id == booking_id, FolioLine.payment_id == payment_id)
    return db.session.execute(found).first() is not None


def _is_latest(payment: Payment) -> bool:
    attempts = select(Checkout.attempts).where(Checkout.id == payment.owner_id)
    return bool(db.session.execute(attempts).scalar_one() == payment.attempt)
