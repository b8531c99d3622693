"""Whether everybody was told the same price: looked at each night for the day before."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from app.kernel import clock
from app.offers.fair import check_day

AT_HOUR = 4
LOOK_BACK = timedelta(hours=48)


def check_prices() -> int:
    """Every day after which it became four in the morning in the last 48 hours is checked; answers how many now."""
    zone, now = current_app.config["SETTINGS"].group_timezone, clock.now()
    last = (now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=1, hours=AT_HOUR)).date()
    days = (last - timedelta(days=ago) for ago in reversed(range(LOOK_BACK // timedelta(days=1))))
    return sum(check_day(day, zone) for day in days)
