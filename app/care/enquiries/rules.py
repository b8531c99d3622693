"""How long an answer takes. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.kernel.wall import wall_instant
from app.kernel.words import hour

FORM, THREAD, PHONE = "form", "thread", "phone"
CHANNELS = {FORM: "Contact form", THREAD: "Booking’s thread", PHONE: "Telephone"}
"""What each way of asking is called; the keys are kept in rows and never change."""

GUEST, HOUSE, NOTE = "guest", "house", "note"

OPENS, CLOSES = time(8), time(20)
"""When somebody sits at the desk of a house that says nothing else, by its clock, every day."""

EARLIEST = time(4)
"""No desk opens sooner, so that both clock changes fall outside its hours and every day of them is as long."""


class Desk(NamedTuple):
    """When somebody sits at the desk of a house, by its clock, every day."""

    timezone: str
    opens: time = OPENS
    closes: time = CLOSES

    @classmethod
    def of(cls, timezone: str, opens: time | None, closes: time | None) -> Desk:
        """The desk of a house that opens and closes then; eight to eight where it says nothing."""
        return cls(timezone, opens or OPENS, closes or CLOSES)

    @property
    def words(self) -> str:
        """8am to 8pm."""
        return f"{hour(self.opens)} to {hour(self.closes)}"

    @property
    def length(self) -> timedelta:
        """Of a day at the desk."""
        minutes = (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute
        return timedelta(minutes=minutes)


ANSWER_WITHIN = timedelta(hours=4)
"""Opening hours within which an enquiry has its first answer."""

UNANSWERED = timedelta(hours=12)
"""Opening hours after which a question about a booking that nobody answered is a promise that was not kept."""

AGAIN = timedelta(minutes=2)
"""The same said twice within this time is said once: a double click, a page sent again."""

MOST_WAITING = 12
"""Messages of one booking that wait for one answer."""


def time_open(since: datetime, until: datetime, desk: Desk) -> timedelta:
    """How much of that time the desk was open; nothing where it ends before it begins."""
    zone = ZoneInfo(desk.timezone)
    day, last, total = since.astimezone(zone).date(), until.astimezone(zone).date(), timedelta(0)
    if (last - day).days > 2:
        whole = (last - day).days - 1
        return _within(day, since, until, desk) + whole * desk.length + _within(last, since, until, desk)
    while day <= last:
        total += _within(day, since, until, desk)
        day += timedelta(days=1)
    return total


def _within(day: date, since: datetime, until: datetime, desk: Desk) -> timedelta:
    begins = max(since, wall_instant(day, desk.opens.hour, desk.opens.minute, desk.timezone))
    ends = min(until, wall_instant(day, desk.closes.hour, desk.closes.minute, desk.timezone))
    return max(ends - begins, timedelta(0))
