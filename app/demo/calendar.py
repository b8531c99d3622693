"""The houses' year: holidays, what a night costs and what it forbids. Pure; the seed writes what is answered here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from app.demo.group import House, Kind, the_group

DAY = timedelta(days=1)
WEEK = 7 * DAY
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Limits:
    """What a night forbids at a house; the words of pricing's restriction."""

    closed: bool = False
    closed_to_arrival: bool = False
    closed_to_departure: bool = False
    min_stay_arrival: int | None = None
    min_stay_through: int | None = None


FREE = Limits()


def easter_sunday(year: int) -> date:
    """The Gregorian Easter; the anonymous algorithm of Nature, 1876."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def _monday(year: int, month: int, last: bool) -> date:
    day = date(year, month, 31 if last else 1)
    step = -DAY if last else DAY
    while day.weekday() != MONDAY:
        day += step
    return day


@cache
def long_weekend_sundays(year: int) -> frozenset[date]:
    """The Sundays before Easter Monday and the bank holidays of May and August."""
    mondays = (_monday(year, 5, False), _monday(year, 5, True), _monday(year, 8, True))
    return frozenset({easter_sunday(year), *(monday - DAY for monday in mondays)})


def in_long_weekend(night: date) -> bool:
    """Friday, Saturday or Sunday of a long weekend."""
    return any(night + DAY * ahead in long_weekend_sundays(night.year) for ahead in range(3))


def at_christmas(night: date) -> bool:
    return (night.month, night.day) >= (12, 23) or (night.month, night.day) == (1, 1)


def closed_weeks(house: House, first: date, until: date) -> list[date]:
    """The Mondays on which the house closes for a week that touches the nights from `first` up to `until`."""
    mondays = (date.fromisocalendar(year, house.closed_week, 1) for year in range(first.year, until.year + 1))
    return [monday for monday in mondays if monday < until and first < monday + WEEK]


def _closed(week: int, night: date) -> bool:
    """The week in January in which a house paints its skirting boards."""
    first = date.fromisocalendar(night.isocalendar().year, week, 1)
    return first <= night < first + WEEK


def _at_christmas(night: date) -> Limits | None:
    if night.month == 12 and night.day == 24:
        return Limits(min_stay_arrival=3)
    if night.month == 12 and night.day == 25:
        return Limits(closed_to_arrival=True, closed_to_departure=True)
    if night.month == 12 and night.day == 31:
        return Limits(min_stay_arrival=2, min_stay_through=2)
    return None


@cache
def _limits(closed_week: int, night: date) -> Limits:
    if _closed(closed_week, night):
        return Limits(closed=True)
    christmas = _at_christmas(night)
    if christmas:
        return christmas
    if night in long_weekend_sundays(night.year):
        return Limits(closed_to_arrival=True)
    if night.weekday() == FRIDAY:
        return Limits(min_stay_arrival=2)
    if night.weekday() == SATURDAY:
        nights = 3 if in_long_weekend(night) else 2
        return Limits(min_stay_arrival=nights, min_stay_through=2)
    return FREE


def limits(house: House, night: date) -> Limits:
    """What the house forbids on that night."""
    return _limits(house.closed_week, night)


def permitted(house: House, arrival: date, longest: int) -> frozenset[int]:
    """The lengths of stay from 1 to `longest` that no limit of the house forbids for that arrival."""
    return _permitted(house.closed_week, arrival, longest)


@cache
def _permitted(closed_week: int, arrival: date, longest: int) -> frozenset[int]:
    first = _limits(closed_week, arrival)
    allowed: set[int] = set()
    least = first.min_stay_arrival or 1
    for nights in range(1, longest + 1 if not first.closed_to_arrival else 1):
        last = _limits(closed_week, arrival + DAY * (nights - 1))
        if last.closed:
            break
        least = max(least, last.min_stay_through or 1)
        if nights >= least and not _limits(closed_week, arrival + DAY * nights).closed_to_departure:
            allowed.add(nights)
    return frozenset(allowed)


def rate_minor(kind: Kind, night: date) -> int:
    """The rate for two with breakfast: base x weekday x month x holiday, to the nearest pound."""
    tariff = the_group().plain["tariff"]
    factor = Decimal(str(tariff["weekday"][night.weekday()])) * Decimal(str(tariff["month"][night.month - 1]))
    if at_christmas(night):
        factor *= Decimal(str(tariff["christmas"]))
    elif in_long_weekend(night):
        factor *= Decimal(str(tariff["holiday"]))
    pounds = Decimal(kind.base_minor) / 100 * factor
    return int(pounds.quantize(Decimal(1), ROUND_HALF_UP)) * 100
