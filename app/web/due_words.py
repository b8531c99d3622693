"""When what is owed for a stay is to be paid, in the same words on the booking's page and in every mail."""

from __future__ import annotations

from datetime import date

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.words import short_day


def due_words(sum_text: str, balance_on: date | None, today: date) -> str:
    """A sentence without its full stop, read on a day of the house's calendar. What has no day is paid at the house."""
    if balance_on is None:
        return f"{sum_text} is due at the house"
    if today < balance_on:
        return f"{sum_text} is due on {short_day(balance_on)}; we mail you a link"
    if today == balance_on:
        return f"{sum_text} is due today"
    return f"{sum_text} is overdue; it was due on {short_day(balance_on)}"


def balance_day(booking: PlacedBooking) -> date | None:
    """The day on which the rest of a booking is due; None when it is paid at the house, as all is by whoever is in."""
    return booking.quote.balance_on if booking.state == "confirmed" else None


def due_of(booking: PlacedBooking, sum_text: str) -> str:
    """`due_words` of a booking today."""
    return due_words(sum_text, balance_day(booking), _today(booking))


def is_overdue(booking: PlacedBooking) -> bool:
    """Whether the day on which the rest was to be paid has passed."""
    on = balance_day(booking)
    return on is not None and on < _today(booking)


def _today(booking: PlacedBooking) -> date:
    return clock.today(house_of(booking.basket.location_id).timezone)
