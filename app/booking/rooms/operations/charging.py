"""A booking whose rooms cost something else, since its guests were moved and are to pay for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.booking.cancellation import purse_of
from app.booking.operations.changing import locked_booking, requote, revise, tell, total_asked
from app.booking.operations.charges import swap_charges
from app.booking.operations.refunding import refund_overpaid
from app.booking.queries import PlacedBooking
from app.journal import record
from app.pricing.rules import Line, total_minor


def charge_lines(booking: PlacedBooking, lines: Sequence[Line], by: int | None, at: datetime) -> int:
    """The booking's quote and folio have these lines; a lower total goes back to where it was paid, and the guest is
    told by mail. The id of the new quote. Within a transaction that has the booking."""
    row = locked_booking(booking.id)
    quote_id = requote(row, lines, free_until_at=booking.quote.free_until_at, at=at)
    revision = revise(row, quote_id=quote_id)
    swap_charges(row.id, booking.quote.lines, lines, row.currency, at)
    refunds = total_asked(refund_overpaid(row.id, f"booking:{row.id}-amended-{revision}", "amended"))
    due = purse_of(row.id).due_minor
    record(
        "amended",
        "booking",
        row.id,
        actor="system" if by is None else "staff",
        actor_id=by,
        location_id=row.location_id,
        at=at,
        revision=revision,
        before=booking.quote_id,
        quote=quote_id,
        changed=["room"],
        before_minor=booking.quote.total_minor,
        total_minor=total_minor(lines),
        due_minor=due,
        refund_minor=refunds,
        kept_minor=0,
    )
    facts = {"quote_id": quote_id, "before_quote_id": booking.quote_id, "due_minor": due, "refund_minor": refunds}
    tell(row, "changed", facts | {"kept_minor": 0}, str(revision))
    return quote_id
