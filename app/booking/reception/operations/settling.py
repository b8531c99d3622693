"""What is owed when somebody comes or leaves: taken by the house, or left open for a reason.

In the journal: `paid`, or `balance_left` with `due_minor`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.booking.operations.at_house import take_payment
from app.booking.reception.errors import BalanceOpen
from app.booking.reception.standing import StandingBooking
from app.journal import record


@dataclass(frozen=True, slots=True)
class Taken:
    """How what is owed was settled: by a `method` of the house, or left open for a `reason`."""

    method: str = ""
    reason: str = ""


def settle(standing: StandingBooking, taken: Taken, by: int) -> None:
    """All that is owed has been taken, or stays open for a reason that is written down; else `BalanceOpen`.

    Within the transaction of whoever has the booking locked.
    """
    due = standing.due_minor
    if due <= 0:
        return
    if taken.method:
        take_payment(standing.placed.id, due, taken.method, by)
    elif taken.reason:
        _leave_open(standing, taken.reason, by)
    else:
        raise BalanceOpen(due, standing.placed.quote.currency)


def _leave_open(standing: StandingBooking, reason: str, by: int) -> None:
    note("balance_left", standing, by, reason, due_minor=standing.due_minor)


def note(action: str, standing: StandingBooking, by: int, reason: str = "", **facts: Any) -> None:
    """A deed of the front desk stands in the journal; the reason for it is personal."""
    record(
        action,
        "booking",
        standing.placed.id,
        actor="staff",
        actor_id=by,
        location_id=standing.placed.basket.location_id,
        personal={"reason": (None, reason)} if reason else None,
        **facts,
    )
