"""What the figures of the board are, and the months of their trends. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

Days = tuple[date, date]
"""The first and the last day of a time."""

SHARE, MONEY, HOURS, POINTS = "share", "money", "hours", "points"
MONTHS_SHOWN = 12
VALUE_MONTHS = 24
THIN = 30
"""Under so many a figure is shown in grey."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of some days with how many it rests on: 0 to 1, minor units or hours; None where there is no data.

    The interval is a 95 % one, where the figure has one. `lacks` says what is not known of it: there is no figure
    without that, or it is one that cannot be held against others.
    """

    days: Days
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    lacks: str = ""

    @property
    def thin(self) -> bool:
        return self.n < THIN


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of the board with its definition; `counted` says of what n is. `note` is what is to be known of it."""

    key: str
    name: str
    definition: str
    unit: str
    counted: str
    now: Point
    trend: tuple[Point, ...]
    note: str = ""


def months_to(last_on: date, count: int = MONTHS_SHOWN) -> list[Days]:
    """The calendar months up to that of `last_on`, oldest first; the last one ends on `last_on`."""
    found: list[Days] = []
    last, first = last_on, last_on.replace(day=1)
    for _ in range(count):
        found.append((first, last))
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return found[::-1]


def years_back(last_on: date, months: int = VALUE_MONTHS) -> Days:
    """So many months up to and with that day."""
    return months_to(last_on, months)[0][0] if _ends_month(last_on) else _same_day(last_on, months), last_on


def share_of_month(days: Days, month_on: date) -> float:
    """How much of the month that begins then lies within the days."""
    end = _next_month(month_on)
    inside = min(days[1] + timedelta(days=1), end) - max(days[0], month_on)
    return max(inside.days, 0) / (end - month_on).days


def by_days(days: Sequence[Days], make: Callable[[Days], Point]) -> tuple[Point, ...]:
    """A point for each."""
    return tuple(make(one) for one in days)


def middle(days: Days, hours: Sequence[float]) -> Point:
    """The median."""
    return Point(days, len(hours), median(hours) if hours else None)


def within(day: date, days: Days) -> bool:
    return days[0] <= day <= days[1]


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _same_day(day: date, months: int) -> date:
    """The day after the same day so many months before; the first of the next month where that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    try:
        return date(year, month + 1, day.day) + timedelta(days=1)
    except ValueError:
        return _next_month(date(year, month + 1, 1))
