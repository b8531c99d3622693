"""Asking guests how it was: on the morning after they left, and once more those who say nothing.

Each scan looks at what fell due in the last 48 hours, and asks nobody twice. Ten o'clock is the house's own; where the
clocks change it goes once all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from app.experience.surveys import ask_after_stay, note_asked, remind_of
from app.experience.surveys.queries import departed_between, mailed_since, silent_between
from app.experience.surveys.rules import REMINDED_AFTER, asked_at, reminded_at
from app.kernel import clock

LOOK_BACK = timedelta(hours=48)


def ask_guests() -> int:
    """Who left yesterday is asked, who has been silent for three days is reminded, and what the mails about bookings
    asked is counted; answers how many of all these."""
    now = clock.now()
    counted = sum(note_asked(*mailed) for mailed in mailed_since(now - LOOK_BACK))
    first = [ask_after_stay(row.id) for row in _due(departed_between, asked_at, timedelta(days=1), now)]
    again = [remind_of(row.id) for row in _due(silent_between, reminded_at, timedelta(days=1) + REMINDED_AFTER, now)]
    return counted + sum(first) + sum(again)


def _due(
    between: Callable[[date, date], list[Any]],
    due: Callable[[date, str], datetime],
    after: timedelta,
    now: datetime,
) -> Iterator[Any]:
    """The rows whose moment, which is `after` the day of departure, came in the last 48 hours; the days are looked at
    with one more on either side, since time zones differ."""
    last = (now - after).date()
    for row in between(last - LOOK_BACK - timedelta(days=1), last + timedelta(days=1)):
        if now - LOOK_BACK < due(row.departure_on, row.timezone) <= now:
            yield row
