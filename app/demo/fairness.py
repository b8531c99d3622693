"""The demo's past nights have been checked like any other: nothing about their prices is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from app.demo.group import the_group
from app.offers.fair import check_day
from app.offers.fair.queries import NIGHTS

AT = time(4)


def check_past_prices(until: date, measured: int) -> int:
    """The last days before `until`, of those that are measured, have been checked; answers how many."""
    days = [until - timedelta(days=ago) for ago in range(min(NIGHTS, measured), 0, -1)]
    zone = the_group().plain["time_zone"]
    return sum(check_day(day, zone, at=datetime.combine(day + timedelta(days=1), AT, UTC)) for day in days)
