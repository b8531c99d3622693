"""Opening a case about a booking, whatever it came from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases.operations.opening import Opening, open_case
from app.care.cases.rules import SOURCES
from app.kernel.errors import Invalid
from app.store import db, transaction


def complain(
    source: str,
    source_id: int,
    booking_id: int,
    title: str,
    words: str = "",
    *,
    actor: str = "guest",
    by: int | None = None,
) -> datetime:
    """The booking's house has a case with its guest, as `open_case`; `source` is one of `SOURCES`, and with `source_id`
    names the row that it came from. `title` names nobody. It was the member of staff `by` who complained, else `actor`.
    Raises `Invalid` for another source.
    """
    if source not in SOURCES:
        raise Invalid("Cases come from somewhere else.")

    def work() -> datetime:
        booking = db.session.execute(
            select(Booking.guest_id, Booking.location_id).where(Booking.id == booking_id)
        ).one()
        opening = Opening(source, source_id, booking_id, booking.guest_id, booking.location_id, title, words)
        return open_case(opening, actor="staff" if by else actor, by=by)

    return transaction(work)
