"""When what is owed for a stay is to be paid, in the same words on the booking's page and in every mail."""

from __future__ import annotations

from datetime import date

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.words import money, short_day


def due_words(sum_text: str, balance_on: date | None, today: date) -> str:
    """A sentence without its full stop, read on a day of the house's calendar. What has no day is paid at the house."""
    if balance_on is None:
        return f"{sum_text} is due at the house"
    if today < balance_on:
        return f"{sum_text} is due on {short_day(balance_on)}; we mail you a link"
    if today == balance_on:
        return f"{sum_text} is due today"
    return f"{sum_text} is overdue; it was due on {short_day(balance_on)}"


def money_words(paid_minor: int, due_minor: int, currency: str, balance_on: date | None, today: date) -> str:
    """What is paid, and what is still due and when, as `due_words` says it; without its full stop."""
    paid, due = (money(minor, currency, pence=True) for minor in (paid_minor, due_minor))
    if due_minor <= 0:
        return f"{paid} is paid; nothing more is due for the stay"
    owed = due_words(due, balance_on, today)
    return f"{paid} is paid; {owed}" if paid_minor else owed


def balance_day(booking: PlacedBooking) -> date | None:
    """The day on which the rest of a booking is due; None when it is paid at the house, as all is by whoever is in."""
    return booking.quote.balance_on if booking.state == "confirmed" else None


def money_of(booking: PlacedBooking, paid_minor: int, due_minor: int) -> str:
    """`money_words` of a booking today."""
    return money_words(paid_minor, due_minor, booking.quote.currency, balance_day(booking), _today(booking))


def is_overdue(booking: PlacedBooking) -> bool:
    """Whether the day on which the rest was to be paid has passed."""
    on = balance_day(booking)
    return on is not None and on < _today(booking)


def _today(booking: PlacedBooking) -> date:
    return clock.today(house_of(booking.basket.location_id).timezone)
