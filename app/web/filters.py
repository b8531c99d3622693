"""How money, dates and hours are written in templates: the kernel's words, and a few that only pages need."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask

from app.kernel import words


@lru_cache(maxsize=1_500)
def sitting(value: time) -> str:
    """`7.30`: an hour of supper, where nobody needs to be told that it is the evening."""
    return f"{(value.hour - 1) % 12 + 1}.{value.minute:02}"


@lru_cache(maxsize=5_000)
def instant(value: datetime, timezone: str) -> str:
    """`noon, Wed 3 March` on the wall clock of that time zone."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{words.hour(local.time())}, {words.short_day(local.date())}"


@lru_cache(maxsize=20_000)
def money_exact(minor: int, currency: str = "GBP") -> str:
    """`£412.00`: always with its pence, for bills and columns."""
    return words.money(minor, currency, pence=True)


def register(app: Flask) -> None:
    """Templates know each of these by its name."""
    for filter_ in (
        words.money,
        words.short_day,
        words.long_day,
        words.dated,
        words.span,
        words.hour,
        words.at_hour,
        words.number,
        words.counted,
        money_exact,
        sitting,
        instant,
    ):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.globals["MONTHS"] = words.MONTHS
