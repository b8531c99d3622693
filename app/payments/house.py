"""Money that changed hands at the house: on its card machine, in cash, or to its bank. No provider is asked."""

from __future__ import annotations

from sqlalchemy import insert

from app.kernel import clock
from app.payments.errors import TooMuch
from app.payments.models import Payment, Refund
from app.payments.refunds import refundable
from app.store import write

HOUSE = "house"
"""What stands for the provider of a payment that was taken at the house."""

METHODS = {"card_machine": "card machine", "cash": "cash", "bank_transfer": "bank transfer"}
"""How money is taken and given back at a house, with the words for it."""

_payment, _refund = Payment.__table__, Refund.__table__
_PAID = insert(_payment).returning(_payment.c.id)
_GIVEN = insert(_refund).returning(_refund.c.id)


def keep_house_payment(booking_id: int, attempt: int, amount_minor: int, currency: str, method: str) -> int:
    """The id of a payment for a booking that has been taken by one of `METHODS`. Within a transaction.

    `attempt` is one that the booking had not.
    """
    now = clock.now()
    row = {
        "idempotency_key": f"booking:{booking_id}-house-{attempt}",
        "provider": HOUSE,
        "owner": "booking",
        "owner_id": booking_id,
        "purpose": "house",
        "attempt": attempt,
        "amount_minor": amount_minor,
        "currency": currency,
        "method": method,
        "state": "captured",
        "asked_at": now,
        "settled_at": now,
    }
    return int(write(_PAID, row).scalar_one())


def keep_house_refund(payment_id: int, key: str, amount_minor: int, reason: str) -> int:
    """The id of a refund that has been handed back, out of a payment that was taken at the house.

    Within a transaction. Raises `TooMuch` when it and the refunds before it would pass what the payment took.
    """
    if refundable([payment_id]).get(payment_id, 0) < amount_minor:
        raise TooMuch("That is more than this payment took.")
    now = clock.now()
    row = {
        "payment_id": payment_id,
        "idempotency_key": key,
        "amount_minor": amount_minor,
        "reason": reason,
        "state": "done",
        "asked_at": now,
        "settled_at": now,
    }
    return int(write(_GIVEN, row).scalar_one())
