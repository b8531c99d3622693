"""The periods that can be asked for, and the one that each is compared with."""

from __future__ import annotations

from datetime import date, timedelta

from app.insight.period import EARLIEST_YEAR, LATEST_YEAR, MOST_DAYS
from app.kernel.words import MONTHS

LENGTHS = {"28d": 28, "7d": 7, "90d": 90, "365d": 365}
"""Days up to and with today. The first is what is shown where nothing is asked."""
DATES = "dates"
MONTHS_BACK = 13
UNKNOWN = "Choose a period from the list."
AGAINST = {"before": "The days before", "year": "The year before", "none": "Nothing"}
WEEKS_OF_A_YEAR = timedelta(days=364)
"""The same weekdays a year before."""

Days = tuple[date, date]
"""The first and the last day of a period."""


def days_of(asked: str, typed: tuple[str, str], today: date) -> Days:
    """The period that was asked for; where that is `dates` the two that were typed.

    Raises `ValueError` with a sentence that says what to do.
    """
    if asked in LENGTHS:
        return today - timedelta(days=LENGTHS[asked] - 1), today
    if asked == DATES:
        return _typed(typed)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise ValueError(UNKNOWN) from None
    if not EARLIEST_YEAR <= first.year <= LATEST_YEAR:
        raise ValueError(UNKNOWN)
    return first, month_end(first)


def compared(period: Days, against: str) -> Days | None:
    """As many days right before, or the same weekdays a year before; None for `none`."""
    first, last = period
    if against == "none":
        return None
    if against == "year":
        return first - WEEKS_OF_A_YEAR, last - WEEKS_OF_A_YEAR
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def offered(today: date, also: date | None = None) -> list[tuple[str, str]]:
    """(value, words) of the periods of the list; with a month that is `also` asked for."""
    lengths = [("28d", "Last 28 days"), ("7d", "Last 7 days"), ("90d", "Last 90 days"), ("365d", "Last 365 days")]
    months, first = [], today.replace(day=1)
    for _ in range(MONTHS_BACK):
        months.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    if also is not None and also not in months:
        months.append(also)
    named = [(f"{month:%Y-%m}", month_words(month)) for month in months]
    return [*lengths, *named, (DATES, "Other dates, below")]


def month_words(day: date) -> str:
    """February 2027."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def month_end(first: date) -> date:
    """The last day of the month that begins then."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _typed(typed: tuple[str, str]) -> Days:
    try:
        first, last = date.fromisoformat(typed[0]), date.fromisoformat(typed[1])
    except ValueError:
        raise ValueError("Enter both days as dates, like 2027-03-05.") from None
    if first > last:
        raise ValueError("The last day comes before the first. Turn them round.")
    if (last - first).days >= MOST_DAYS or first.year < EARLIEST_YEAR or last.year > LATEST_YEAR:
        raise ValueError(f"Ask for {MOST_DAYS} days at most.")
    return first, last
