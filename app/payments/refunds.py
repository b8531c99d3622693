"""Giving back an amount that was paid in one piece or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.payments.models import Payment, Refund
from app.payments.operations import ask_for_refund
from app.store import db


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund that is wanted from one payment."""

    refund_id: int
    amount_minor: int


def ask_for_refunds(payment_ids: Sequence[int], amount_minor: int, key: str, reason: str) -> list[Asked]:
    """Refunds that together come to `amount_minor`, taken from the payments in their order: newest first.

    No payment gives back more than it captured; when all of them together cannot, the refunds come to what they can.
    Each has the key `<key>-<payment id>`, and a key that is used again asks for nothing more. Within a transaction,
    which holds the payments from here on, so that two who ask at once never pass a capture together.
    """
    left = refundable(payment_ids)
    asked = []
    for payment_id in payment_ids:
        part = min(left.get(payment_id, 0), amount_minor)
        if part > 0:
            asked.append(Asked(ask_for_refund(payment_id, f"{key}-{payment_id}", part, reason), part))
            amount_minor -= part
    return asked


def refundable(payment_ids: Sequence[int]) -> dict[int, int]:
    """What each captured payment can still give back, in minor units; the rows are locked within a transaction."""
    rows = db.session.execute(
        select(Payment.id, Payment.amount_minor)
        .where(Payment.id.in_(payment_ids), Payment.state == "captured")
        .order_by(Payment.id)
        .with_for_update()
    ).all()
    given: dict[int, int] = {
        payment_id: int(total)
        for payment_id, total in db.session.execute(
            select(Refund.payment_id, func.sum(Refund.amount_minor))
            .where(Refund.payment_id.in_(payment_ids), Refund.state != "failed")
            .group_by(Refund.payment_id)
        )
    }
    return {payment_id: captured - given.get(payment_id, 0) for payment_id, captured in rows}
