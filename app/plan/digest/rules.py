"""Which week a digest is about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel.wall import wall_instant

AT = time(7)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    first: date

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def before(self) -> Week:
        return Week(self.first - WEEK)

    @property
    def name(self) -> str:
        """2027-W08, as ISO 8601 counts weeks."""
        return f"{self.first:%G-W%V}"


def last_week(today: date) -> Week:
    """The week that ended on the Sunday before that day."""
    return Week(today - timedelta(days=today.weekday()) - WEEK)


def monday_seven(now: datetime, zone: str) -> datetime:
    """The newest Monday at seven on that time zone's wall, at `now` or before it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    at = wall_instant(monday, AT.hour, AT.minute, zone)
    return at if at <= now else wall_instant(monday - WEEK, AT.hour, AT.minute, zone)
