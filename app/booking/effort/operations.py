"""The only writer of efforts."""

from __future__ import annotations

from dataclasses import asdict

from app.booking.effort.models import BookingEffort
from app.booking.effort.rules import Effort
from app.store import transaction, write
from app.store.engines import insert_or_ignore


def keep_effort(booking_id: int, effort: Effort) -> None:
    """The booking has its effort; the first that was kept stays."""
    row = {"booking_id": booking_id, **asdict(effort)}
    transaction(lambda: write(insert_or_ignore(BookingEffort, row)))
