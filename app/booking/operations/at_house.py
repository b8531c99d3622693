"""Payments that the house takes itself.

In the journal: `paid`, with `payment`, `amount_minor` and `method`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.booking.cancellation import purse_of
from app.booking.documents import issue_receipt
from app.booking.errors import MoreThanDue, NothingDue, Stale, WrongState
from app.booking.models import FolioLine
from app.booking.operations.changing import locked_booking
from app.booking.operations.records import write_payment_line
from app.booking.rules import LIVE
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.payments import METHODS, keep_house_payment
from app.payments.models import Payment
from app.store import db, transaction

_folio = FolioLine.__table__
SAID = {"card_machine": "Paid on the card machine", "cash": "Paid in cash", "bank_transfer": "Paid by bank transfer"}
"""What the folio says of a payment by each method."""


def take_payment(
    booking_id: int,
    amount_minor: int,
    method: str,
    by: int | None,
    *,
    seen_line: int | None = None,
    at: datetime | None = None,
) -> int:
    """The guest has paid that at the house, by one of `METHODS`; answers the id of the payment.

    The folio has its line and the payment its receipt. `by` is the member of staff who took it. Raises `Invalid` for
    no method or no amount; `WrongState` for a booking that is cancelled or a no-show; `NothingDue`, and `MoreThanDue`
    when it is more than is owed: change is given, not kept; `Stale` when the folio has come past the line
    `seen_line`. Of two who take the same money at once the second is told so.
    """
    if method not in METHODS:
        raise Invalid("Say how it was paid: on the card machine, in cash or by bank transfer.")
    if amount_minor <= 0:
        raise Invalid("A payment is more than nothing.")

    def work() -> int:
        row = locked_booking(booking_id)
        require_seen(booking_id, seen_line)
        owed = purse_of(booking_id).due_minor
        if row.state not in LIVE:
            raise WrongState(row.state)
        if owed <= 0:
            raise NothingDue
        if amount_minor > owed:
            raise MoreThanDue(owed, row.currency)
        now = at or clock.now()
        payment_id = keep_house_payment(booking_id, _attempts(booking_id) + 1, amount_minor, row.currency, method)
        write_payment_line(booking_id, payment_id, amount_minor, row.currency, now, SAID[method])
        issue_receipt(booking_id, payment_id, now, SAID[method])
        record(
            "paid",
            "booking",
            booking_id,
            actor="staff",
            actor_id=by,
            location_id=row.location_id,
            at=now,
            payment=payment_id,
            amount_minor=amount_minor,
            method=method,
        )
        return payment_id

    return transaction(work)


def require_seen(booking_id: int, seen_line: int | None) -> None:
    """Raises `Stale` when the folio has lines after `seen_line`, the last that somebody saw (0: of an empty one)."""
    if seen_line is not None and last_line(booking_id) != seen_line:
        raise Stale


def last_line(booking_id: int) -> int:
    """The id of the newest line of a folio, 0 for an empty one: what a form says that it saw."""
    newest = select(func.max(_folio.c.id)).where(_folio.c.booking_id == booking_id)
    return db.session.execute(newest).scalar_one() or 0


def _attempts(booking_id: int) -> int:
    mine = select(func.max(Payment.attempt)).where(Payment.owner == "booking", Payment.owner_id == booking_id)
    return db.session.execute(mine).scalar_one() or 0
