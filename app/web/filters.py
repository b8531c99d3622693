"""How money, dates and hours are written for guests. Pure and remembered: pages call them by the hundred."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.numbers import format_currency, get_currency_precision
from flask import Flask

from app.kernel.stay import Stay

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MINUS = "−"


@lru_cache(maxsize=20_000)
def money(amount_minor: int, currency: str = "GBP") -> str:
    """`£412`, or `£412.50` where pence matter; a minus stands before the sign of the currency."""
    whole = amount_minor % (10 ** get_currency_precision(currency)) == 0
    return _money(amount_minor, currency, whole)


@lru_cache(maxsize=20_000)
def money_exact(amount_minor: int, currency: str = "GBP") -> str:
    """`£412.00`: always with its pence, for bills and columns."""
    return _money(amount_minor, currency, whole=False)


def _money(amount_minor: int, currency: str, whole: bool) -> str:
    digits = get_currency_precision(currency)
    text = format_currency(
        Decimal(abs(amount_minor)).scaleb(-digits),
        currency,
        locale="en_GB",
        format="¤#,##0" if whole else None,
        currency_digits=not whole,
    )
    return f"{MINUS}{text}" if amount_minor < 0 else text


@lru_cache(maxsize=5_000)
def day(value: date) -> str:
    """`Fri 5 March`."""
    return f"{WEEKDAYS[value.weekday()][:3]} {value.day} {MONTHS[value.month - 1]}"


@lru_cache(maxsize=5_000)
def day_short(value: date) -> str:
    """`Fri 5 Mar`."""
    return f"{WEEKDAYS[value.weekday()][:3]} {value.day} {MONTHS[value.month - 1][:3]}"


@lru_cache(maxsize=5_000)
def day_long(value: date) -> str:
    """`Friday 5 March`."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"


@lru_cache(maxsize=5_000)
def day_with_year(value: date) -> str:
    """`Friday 5 March 2027`."""
    return f"{day_long(value)} {value.year}"


@lru_cache(maxsize=5_000)
def stay_days(stay: Stay) -> str:
    """`Friday 5 to Sunday 7 March 2027`; month and year stand once where both days share them."""
    first, last = stay.arrival, stay.departure
    if (first.year, first.month) == (last.year, last.month):
        return f"{WEEKDAYS[first.weekday()]} {first.day} to {day_with_year(last)}"
    if first.year == last.year:
        return f"{day_long(first)} to {day_with_year(last)}"
    return f"{day_with_year(first)} to {day_with_year(last)}"


@lru_cache(maxsize=1_500)
def hour(value: time) -> str:
    """`noon`, `midnight`, `3pm`, `2.52pm`."""
    if value.minute == 0 and value.hour % 12 == 0:
        return "noon" if value.hour else "midnight"
    minutes = f".{value.minute:02}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes}{'am' if value.hour < 12 else 'pm'}"


@lru_cache(maxsize=1_500)
def sitting(value: time) -> str:
    """`7.30`: an hour of supper, where nobody needs to be told that it is the evening."""
    return f"{(value.hour - 1) % 12 + 1}.{value.minute:02}"


@lru_cache(maxsize=5_000)
def instant(value: datetime, timezone: str) -> str:
    """`noon, Wed 3 March` on the wall clock of that time zone."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{hour(local.time())}, {day(local.date())}"


def instant_hour(value: datetime, timezone: str) -> str:
    """`2.52pm` on the wall clock of that time zone, whole minutes, never later than the instant itself."""
    local = value.astimezone(ZoneInfo(timezone))
    return hour((local - timedelta(seconds=local.second)).time())


def counted(count: int, one: str, many: str = "") -> str:
    """`2 nights`, `1 night`: the number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def number_word(count: int) -> str:
    """`two` up to `ten`, digits beyond."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def register(app: Flask) -> None:
    """Templates know each of these by its name."""
    for filter_ in (
        money, money_exact, day, day_short, day_long, day_with_year, stay_days, hour, sitting, instant,
        instant_hour, counted, number_word,
    ):  # fmt: skip
        app.jinja_env.filters[filter_.__name__] = filter_
