"""Asking for the rest of a stay on the day that its quote names."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from app.booking.cancellation import purse_of
from app.booking.models import Booking
from app.booking.operations.changing import locked_booking
from app.catalogue.models import Location
from app.identity.models import Guest
from app.kernel.wall import wall_instant
from app.outbox import announce
from app.outbox.models import Message
from app.pricing.models import Quote
from app.store import db, transaction

HOUR = 10
"""When the mail goes, on the house's clock."""


def ask_for_balances(now: datetime, looked_back: timedelta) -> int:
    """Every guest whose balance fell due within `looked_back` of `now` and who owes it is asked for it once, by mail.

    Answers how many were asked now. A new day after an amendment asks once more.
    """
    asked = 0
    for row in _falling_due(now, looked_back):
        due_at = wall_instant(row.balance_on, HOUR, 0, row.timezone)
        if now - looked_back < due_at <= now:
            asked += transaction(partial(_ask, row))
    return asked


def _ask(row: Any) -> bool:
    booking = locked_booking(row.id)
    occasion = row.balance_on.isoformat()
    owed = purse_of(row.id).due_minor
    if booking.state != "confirmed" or booking.quote_id != row.quote_id or owed <= 0 or _is_asked(row.id, occasion):
        return False
    facts = {"reference": booking.reference, "amount_minor": owed}
    announce("balance", "booking", row.id, row.email, facts, occasion=occasion, language=booking.language)
    return True


def _falling_due(now: datetime, looked_back: timedelta) -> list[Any]:
    """The bookings made here that may be due, with a day to spare on both sides for any time zone."""
    days = (now - looked_back - timedelta(days=1)).date(), (now + timedelta(days=1)).date()
    return list(
        db.session.execute(
            select(Booking.id, Booking.quote_id, Quote.balance_on, Location.timezone, Guest.email)
            .join(Quote, Quote.id == Booking.quote_id)
            .join(Location, Location.id == Booking.location_id)
            .join(Guest, Guest.id == Booking.guest_id)
            .where(
                Booking.state == "confirmed",
                Booking.checkout_id.is_not(None),
                Quote.balance_on.between(*days),
                Guest.email.is_not(None),
            )
            .order_by(Booking.id)
        )
    )


def _is_asked(booking_id: int, occasion: str) -> bool:
    found = select(Message.id).where(
        Message.kind == "balance",
        Message.subject == "booking",
        Message.subject_id == booking_id,
        Message.occasion == occasion,
    )
    return db.session.execute(found).first() is not None
