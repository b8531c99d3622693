"""Asking for the rest of a stay on the day that its quote names, and once more when that has passed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, true

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


PATIENCE = timedelta(days=3)
"""How long after that day whoever has not paid is reminded; the day before arrival at the latest."""
ONE_DAY = timedelta(days=1)


def ask_for_balances(now: datetime, looked_back: timedelta) -> int:
    """Every guest whose balance fell due within `looked_back` of `now` and who owes it is asked for it once, by mail;
    whoever still owes it three days later, or the day before they come, is reminded once.

    Answers how many were asked now. A new day after an amendment asks once more.
    """
    asked = 0
    for row in _falling_due(now, looked_back):
        due_at, again_at = (wall_instant(day, HOUR, 0, row.timezone) for day in (row.balance_on, _reminded_on(row)))
        if now - looked_back < due_at <= now:
            asked += transaction(partial(_ask, row))
        if due_at < again_at and now - looked_back < again_at <= now:
            asked += transaction(partial(_ask, row, again_at))
    return asked


def _reminded_on(row: Any) -> date:
    return max(row.balance_on, min(row.balance_on + PATIENCE, row.arrival_on - ONE_DAY))


def _ask(row: Any, again_at: datetime | None = None) -> bool:
    """A reminder, which has an instant of its own, goes only to whoever was asked before that."""
    booking = locked_booking(row.id)
    day = row.balance_on.isoformat()
    if again_at is not None and not _is_asked(row.id, day, again_at):
        return False
    occasion = f"{day} again" if again_at else day
    owed = purse_of(row.id).due_minor
    if booking.state != "confirmed" or booking.quote_id != row.quote_id or owed <= 0 or _is_asked(row.id, occasion):
        return False
    facts = {"reference": booking.reference, "amount_minor": owed} | ({"overdue_on": day} if again_at else {})
    announce("balance", "booking", row.id, row.email, facts, occasion=occasion, language=booking.language)
    return True


def _falling_due(now: datetime, looked_back: timedelta) -> list[Any]:
    """The bookings made here that may be due, with a day to spare on both sides for any time zone."""
    days = (now - looked_back - PATIENCE - ONE_DAY).date(), (now + ONE_DAY).date()
    return list(
        db.session.execute(
            select(Booking.id, Booking.quote_id, Booking.arrival_on, Quote.balance_on, Location.timezone, Guest.email)
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


def _is_asked(booking_id: int, occasion: str, before: datetime | None = None) -> bool:
    found = select(Message.id).where(
        Message.made_at < before if before else true(),
        Message.kind == "balance",
        Message.subject == "booking",
        Message.subject_id == booking_id,
        Message.occasion == occasion,
    )
    return db.session.execute(found).first() is not None
