"""What the house takes off a bill: goodwill by hand, a remedy that was promised, what a move at its cost costs more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.booking.cancellation import purse_of
from app.booking.documents import issue_invoices
from app.booking.models import FolioLine
from app.booking.operations.changing import locked_booking, total_asked
from app.booking.operations.charges import room_vat_bp
from app.booking.operations.refunding import refund_overpaid
from app.booking.rules import LIVE
from app.journal import record
from app.kernel import clock
from app.kernel.money import vat_within
from app.payments import Asked
from app.pricing.queries import quote_lines
from app.store import transaction, write

GOODWILL = "goodwill"


@dataclass(frozen=True, slots=True)
class Remedied:
    """What was taken off, and what of it goes back; `refunds` are the provider's to give afterwards."""

    amount_minor: int
    refund_minor: int
    refunds: tuple[Asked, ...] = ()


def take_off(row: Any, amount_minor: int, vat_bp: int, at: datetime) -> None:
    """A charge that takes off; of a booking that is over it takes off what is kept. Within a transaction."""
    columns = {
        "booking_id": row.id,
        "kind": "charge",
        "kept": row.state not in LIVE,
        "sundry": GOODWILL,
        "label": "For goodwill",
        "amount_minor": -amount_minor,
        "vat_bp": vat_bp,
        "vat_minor": -vat_within(amount_minor, vat_bp),
        "currency": row.currency,
        "written_at": at,
    }
    write(insert(FolioLine.__table__), columns)


def give_remedy(
    booking_id: int, amount_minor: int, key: str, *, actor: str = "guest", at: datetime | None = None, **facts: Any
) -> Remedied:
    """The booking costs that much less, but never less than nothing; what of it was paid by card goes back there.

    What was paid otherwise is the guest's credit. `key` names the occasion: refunds for it are asked for once. In the
    journal: `remedied`, with `amount_minor` and `facts`. It is a promise kept, and counts towards nobody's limit.
    """

    def work() -> Remedied:
        row, now = locked_booking(booking_id), at or clock.now()
        purse = purse_of(booking_id)
        amount = min(amount_minor, purse.charged_minor + purse.kept_minor)
        if amount <= 0:
            return Remedied(0, 0)
        take_off(row, amount, room_vat_bp(quote_lines(row.quote_id)), now)
        issue_invoices(booking_id, now)
        refunds = refund_overpaid(booking_id, f"booking:{booking_id}-{key}", GOODWILL)
        noted: dict[str, Any] = {"actor": actor, "location_id": row.location_id, "at": now}
        record("remedied", "booking", booking_id, **noted, amount_minor=amount, **facts)
        return Remedied(amount, total_asked(refunds), tuple(refunds))

    return transaction(work)
