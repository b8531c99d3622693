"""Giving back what is wanted back, and what the folio, the journal and the mail say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import payments
from app.booking.models import Booking, Checkout, FolioLine
from app.booking.operations.records import take_back_refund_line, write_refund_line
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.outbox import announce
from app.payments import Event, Provider
from app.payments.models import Payment, Refund
from app.store import db

FAILED = "refund_failed"
"""The journal's word for a refund that the provider refuses for good."""


def give_refund(provider: Provider, refund_id: int) -> bool:
    """The provider has given the money back, once, however often this is called; False when it refuses for good.

    In the transaction that records it the folio gets its line, if the money ever stood there, and the guest is told. A
    refusal is in the journal, for staff to follow. Raises `ProviderAway`; then the refund stays wanted.
    """
    return payments.give_refund(provider, refund_id, _follows)


def look_at_refund(provider: Provider, refund_id: int, event: Event | None = None) -> bool:
    """Something is told of a refund, or it is asked about: when it has come back, it is taken off the folio again and
    staff have a task. Answers whether it had. Raises `ProviderAway`."""
    return payments.recheck_refund(provider, refund_id, event, _follows)


@dataclass(frozen=True, slots=True)
class FailedRefund:
    """Money that a guest is owed and that the provider does not give; `reference` is None without a booking, and then
    `reach` is how whoever paid can be reached."""

    refund_id: int
    amount_minor: int
    currency: str
    reference: str | None
    location_id: int | None
    reach: str = ""


def failed_refunds(since: datetime) -> list[FailedRefund]:
    """The refunds that were refused for good since an instant, the oldest first."""
    rows = db.session.execute(
        select(Refund, Payment)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == "failed", Refund.settled_at >= since)
        .order_by(Refund.id)
    ).all()
    found = []
    for refund, payment in rows:
        booking = _booking_of(payment)
        if booking:
            where = (booking.reference, booking.location_id, "")
        else:
            checkout = db.session.get_one(Checkout, payment.owner_id)
            told = (str(checkout.details.get(field) or "") for field in ("name", "phone", "email"))
            where = (None, checkout.location_id, ", ".join(filter(None, told)))
        found.append(FailedRefund(refund.id, refund.amount_minor, payment.currency, *where))
    return found


def _follows(refund: Refund) -> None:
    payment = db.session.get_one(Payment, refund.payment_id)
    booking = _booking_of(payment)
    subject, subject_id = ("booking", booking.id) if booking else (payment.owner, payment.owner_id)
    house = booking.location_id if booking else db.session.get_one(Checkout, payment.owner_id).location_id
    facts: dict[str, Any] = {"refund": refund.id, "amount_minor": refund.amount_minor, "reason": refund.reason}
    action = FAILED if refund.state == "failed" else "refunded"
    record(action, subject, subject_id, actor="provider", location_id=house, **facts)
    if refund.state == "failed":
        take_back_refund_line(refund.id, clock.now())
        return
    if booking and _on_folio(booking.id, payment.id):
        write_refund_line(booking.id, refund.id, refund.amount_minor, payment.currency, clock.now())
    _tell(refund, payment, booking)


def _tell(refund: Refund, payment: Payment, booking: Any) -> None:
    """The guest reads that the money is on its way, of a booking or of a checkout that became none."""
    facts = {"amount_minor": refund.amount_minor, "reason": refund.reason}
    if booking:
        if booking.email:
            facts["reference"] = booking.reference
            announce(
                "refunded",
                "booking",
                booking.id,
                booking.email,
                facts,
                occasion=str(refund.id),
                language=booking.language,
            )
        return
    checkout = db.session.get_one(Checkout, payment.owner_id)
    if address := checkout.details.get("email"):
        facts |= {"currency": payment.currency, "checkout_id": checkout.id}
        announce(
            "refunded", "checkout", checkout.id, address, facts, occasion=str(refund.id), language=checkout.language
        )


def _booking_of(payment: Payment) -> Any:
    """The booking that a payment is for, with its guest's address; None for a checkout that became none."""
    mine = Booking.id == payment.owner_id if payment.owner == "booking" else Booking.checkout_id == payment.owner_id
    return db.session.execute(
        select(Booking.id, Booking.reference, Booking.location_id, Booking.language, Guest.email)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(mine)
    ).one_or_none()


def _on_folio(booking_id: int, payment_id: int) -> bool:
    found = select(FolioLine.id).where(FolioLine.booking_id == booking_id, FolioLine.payment_id == payment_id)
    return db.session.execute(found).first() is not None
