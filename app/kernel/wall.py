"""From a house's wall clock to an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.kernel.errors import Invalid


def wall_instant(day: date, hour: int, minute: int, zone: str) -> datetime:
    """The UTC instant at which a house's wall clock shows that time on that day.

    A wall time that does not exist moves forward by the gap; one that is twice is the first.
    """
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone), fold=0)
    return local.astimezone(UTC)


def read_instant(text: str, zone: str) -> datetime:
    """The instant that an ISO date and time spells, in `zone` when it has no offset; raises `Invalid` otherwise."""
    try:
        told = datetime.fromisoformat(text.strip())
        return (told if told.tzinfo else told.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("An instant is written like 2027-03-05T10:00 or 2027-03-05T10:00+00:00.") from None
