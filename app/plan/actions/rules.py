"""What an action is made of. Pure."""

from __future__ import annotations

from datetime import date, timedelta

CHANNELS = {
    "web": "Web",
    "mail": "Mail",
    "phone": "Telephone",
    "front_desk": "Front desk",
    "house": "House and rooms",
    "kitchen": "Kitchen",
    "partners": "Partners",
}
DESKS = {
    "marketing": "Marketing",
    "manager": "House manager",
    "reception": "Front desk",
    "housekeeping": "Housekeeping",
    "kitchen": "Kitchen",
}
DECISIONS = {"kept": "Kept", "undone": "Undone", "dropped": "Dropped"}
"""Their keys are kept in rows and never change."""

FEWEST_DAYS = 28
"""A baseline is counted over at least four weeks, so that every weekday counts alike."""

Days = tuple[date, date]
"""The first and the last day of a time."""


def baseline_days(starts_on: date, due_on: date, today: date) -> Days:
    """The days that an action is compared with: as many as it runs, four weeks at least, and all of them over.

    They end on the day before it starts; for one that is still to start, yesterday.
    """
    last = min(starts_on, today) - timedelta(days=1)
    length = max((due_on - starts_on).days, FEWEST_DAYS)
    return last - timedelta(days=length - 1), last


def after_days(starts_on: date, due_on: date, today: date) -> Days | None:
    """The days that show what it did: from its first up to the last before it is judged, or yesterday. None before."""
    last = min(due_on, today) - timedelta(days=1)
    return (starts_on, last) if last >= starts_on else None
