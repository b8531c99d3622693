"""When somebody is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.kernel.wall import wall_instant

BOOKED, CHANGED, CANCELLED, STAY, CASE = "booking", "amendment", "cancellation", "stay", "case"
MOMENTS = (BOOKED, CHANGED, CANCELLED, STAY, CASE)

SOURCES = ("web", "phone")
"""Bookings of guests who booked themselves, and can say how easy it was."""

SENT_AT = time(10)
"""On the house's clock, the day after departure."""
REMINDED_AFTER = timedelta(days=3)
CLOSED_AFTER = timedelta(days=30)
ONCE_IN = timedelta(days=90)
"""A guest is asked about a stay no more often."""


def asked_at(departure_on: date, timezone: str) -> datetime:
    """When the guests of a stay are asked: at ten on the morning after they left."""
    return wall_instant(departure_on + timedelta(days=1), SENT_AT.hour, SENT_AT.minute, timezone)


def reminded_at(departure_on: date, timezone: str) -> datetime:
    """When those who said nothing are reminded: three days later at the same hour of the house's clock."""
    return wall_instant(departure_on + timedelta(days=1) + REMINDED_AFTER, SENT_AT.hour, SENT_AT.minute, timezone)
