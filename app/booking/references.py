"""Bookings by the word that people say for them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.store import db


def references_of(booking_ids: Iterable[int]) -> dict[int, str]:
    """The references of bookings by id; one statement, none for nothing."""
    wanted = set(booking_ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(Booking.id, Booking.reference).where(Booking.id.in_(wanted)))
    return {row.id: row.reference for row in rows}


def references_of_stays(stay_ids: Iterable[int]) -> dict[int, str]:
    """The references of the bookings that stays belong to, by the stay's id; one statement, none for nothing."""
    wanted = set(stay_ids)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(BookedStay.id, Booking.reference)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .where(BookedStay.id.in_(wanted))
    )
    return {row.id: row.reference for row in rows}
