"""Why a day is not closed, or not changed."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refused
from app.kernel.words import counted, long_day


class DayLocked(Refused):
    """The day is closed: what happened on it stands."""

    code = "day_locked"

    def __init__(self, day: date) -> None:
        super().__init__(f"{long_day(day)} is closed, and what happened on it stands. Put it right on today's page.")
        self.day = day


class NotOver(Refused):
    """A day is closed from ten the next morning on, when it is known who did not come."""

    code = "not_over"

    def __init__(self, day: date) -> None:
        super().__init__(f"{long_day(day)} can be closed from 10am on the morning after.")


class StillOpen(Refused):
    """Stays wait for a word: to have come or not, to have left or not."""

    code = "still_open"

    def __init__(self, count: int) -> None:
        super().__init__(f"{counted(count, 'stay').capitalize()} still to settle before the day can be closed.")
        self.count = count


class AlreadyClosed(Refused):
    """Somebody closed it first, or it is not the next day to close."""

    code = "already_closed"

    def __init__(self, day: date) -> None:
        super().__init__(f"{long_day(day)} is not the next day to close. Somebody may have been quicker.")
