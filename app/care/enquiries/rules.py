"""How long an answer takes. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel.wall import wall_instant

FORM, THREAD, PHONE = "form", "thread", "phone"
CHANNELS = {FORM: "Contact form", THREAD: "Booking’s thread", PHONE: "Telephone"}
"""What each way of asking is called; the keys are kept in rows and never change."""

GUEST, HOUSE, NOTE = "guest", "house", "note"

OPENS, CLOSES = time(8), time(20)
"""When somebody sits at the desk to answer, by the clock of the house, every day."""

ANSWER_WITHIN = timedelta(hours=4)
"""Opening hours within which an enquiry has its first answer."""

AGAIN = timedelta(minutes=2)
"""The same said twice within this time is said once: a double click, a page sent again."""

MOST_WAITING = 12
"""Messages of one booking that wait for one answer."""


def time_open(since: datetime, until: datetime, timezone: str) -> timedelta:
    """How much of that time the desk was open; nothing where it ends before it begins.

    Both clock changes fall outside opening hours, so a day of them is twelve hours, always.
    """
    zone = ZoneInfo(timezone)
    day, last, total = since.astimezone(zone).date(), until.astimezone(zone).date(), timedelta(0)
    if (last - day).days > 2:
        whole = (last - day).days - 1
        length = timedelta(hours=CLOSES.hour - OPENS.hour)
        return _within(day, since, until, timezone) + whole * length + _within(last, since, until, timezone)
    while day <= last:
        total += _within(day, since, until, timezone)
        day += timedelta(days=1)
    return total


def _within(day: date, since: datetime, until: datetime, timezone: str) -> timedelta:
    begins = max(since, wall_instant(day, OPENS.hour, OPENS.minute, timezone))
    ends = min(until, wall_instant(day, CLOSES.hour, CLOSES.minute, timezone))
    return max(ends - begins, timedelta(0))
