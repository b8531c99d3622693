"""Which nights a report is about, as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.insight.performance import Period

LONGEST = 800


@dataclass(frozen=True, slots=True)
class Asked:
    """The period, what was typed for it, and what to do about words that are no period."""

    period: Period
    first: str
    last: str
    problem: str = ""


def read_period(args: Mapping[str, str], today: date) -> Asked:
    """`from` and `until`, both nights of the period; this month where nothing is said or it cannot be read."""
    typed = args.get("from", "").strip()[:40], args.get("until", "").strip()[:40]
    month = month_of(today)
    if typed == ("", ""):
        return Asked(month, month.first.isoformat(), month.last.isoformat())
    try:
        first, last = date.fromisoformat(typed[0]), date.fromisoformat(typed[1])
    except ValueError:
        return Asked(month, *typed, "Enter both nights as dates, like 2027-03-05. This is the month as it stands.")
    if first > last:
        return Asked(month, *typed, "The last night comes before the first. Turn them round.")
    if (last - first).days >= LONGEST or first.year < 2000 or last.year > 2200:
        return Asked(month, *typed, f"Ask for {LONGEST} nights at most. This is the month as it stands.")
    return Asked(Period(first, last), *typed)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def offered(today: date) -> list[tuple[str, Period]]:
    """Periods that are asked for often."""
    month = month_of(today)
    return [
        ("Last month", month_of(month.first - timedelta(days=1))),
        ("This month", month),
        ("Next month", month_of(month.last + timedelta(days=1))),
        ("This year", Period(today.replace(month=1, day=1), today.replace(month=12, day=31))),
    ]
