"""What the front desk goes by. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.kernel.wall import wall_instant

NO_SHOW_HOUR = 10
"""From this hour of the morning after the day of arrival somebody may say that nobody came."""


def no_show_from(arrival: date, zone: str) -> datetime:
    """The instant from which guests who were to arrive that day may be said not to have come."""
    return wall_instant(arrival + timedelta(days=1), NO_SHOW_HOUR, 0, zone)
