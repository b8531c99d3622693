"""Money, days and hours as the houses write them. British English; another language comes with another module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
EVERY_SIGN = "".join(SIGNS.values())
"""What may stand before an amount that is typed; which currency it is in is the house's to say."""

UNITS = {"GBP": "pounds", "EUR": "euros", "USD": "dollars"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def currency_sign(currency: str) -> str:
    """£; a currency without a sign of ours stands with its code."""
    return SIGNS.get(currency, currency)


def currency_name(currency: str) -> str:
    """Pounds, as in "an amount in pounds"; a currency without a name of ours is called by its code."""
    return UNITS.get(currency, currency)


def money(minor: int, currency: str = "GBP", *, pence: bool = False) -> str:
    """£412, £412.50; with `pence` always £412.00. A minus stands before the sign."""
    sign = SIGNS.get(currency, f"{currency} ")
    whole, rest = divmod(abs(minor), 100)
    text = f"{sign}{whole:,}.{rest:02}" if rest or pence else f"{sign}{whole:,}"
    return f"-{text}" if minor < 0 else text


@lru_cache(maxsize=4096)
def long_day(day: date) -> str:
    """Friday 5 March."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


@lru_cache(maxsize=4096)
def short_day(day: date) -> str:
    """Fri 5 March."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]}"


def dated(day: date) -> str:
    """Friday 5 March 2027."""
    return f"{long_day(day)} {day.year}"


def span(arrival: date, departure: date) -> str:
    """Fri 5 to Sun 7 March, or Sat 31 July to Mon 2 August."""
    if (arrival.year, arrival.month) == (departure.year, departure.month):
        return f"{DAYS[arrival.weekday()][:3]} {arrival.day} to {short_day(departure)}"
    return f"{short_day(arrival)} to {short_day(departure)}"


def hour(wall: time) -> str:
    """Noon, midnight, 3pm, 7.30pm."""
    if (wall.hour, wall.minute) == (12, 0):
        return "noon"
    if (wall.hour, wall.minute) == (0, 0):
        return "midnight"
    half = "am" if wall.hour < 12 else "pm"
    minutes = f".{wall.minute:02}" if wall.minute else ""
    return f"{(wall.hour - 1) % 12 + 1}{minutes}{half}"


def at_hour(instant: datetime, zone: str) -> str:
    """The hour of an instant on the wall of a house: 2.52pm."""
    return hour(instant.astimezone(ZoneInfo(zone)).time())


def number(count: int) -> str:
    """Words up to twelve, figures above: 13, 1,200."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """One night, two nights, 14 nights."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def tallied(names: Sequence[str]) -> str:
    """Snug × 2 and Garden room: every name once, with how often it stands there."""
    counts = Counter(names)
    return listed([f"{name} × {count}" if count > 1 else name for name, count in counts.items()])
