"""Bookings by the word that people say for them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.booking.models import Booking
from app.store import db


def references_of(booking_ids: Iterable[int]) -> dict[int, str]:
    """The references of bookings by id; one statement, none for nothing."""
    wanted = set(booking_ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(Booking.id, Booking.reference).where(Booking.id.in_(wanted)))
    return {row.id: row.reference for row in rows}
