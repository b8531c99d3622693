"""What personal offers add, and what they cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from app.insight.board.bookings import Kept
from app.insight.board.rules import Days, Point, within
from app.kernel.wall import wall_instant
from app.offers.proof.measured import Compared
from app.offers.proof.queries import compared_by_bucket
from app.offers.proof.rules import Lift

BEGINNING = timedelta(days=800)
"""Decisions are kept for 25 months: no lift is older."""


def lift_until(days: Days, zone: str) -> tuple[Point, Lift]:
    """Of everybody who was counted up to the last of the days. Two statements."""
    until = _end(days, zone)
    found = compared_by_bucket([until - BEGINNING, until])[0]
    return _point(days, found), found.lift


def lift_by_month(months: Sequence[Days], zone: str) -> tuple[Point, ...]:
    """Of the guests of each month's decisions. Two statements."""
    bounds: list[datetime] = [wall_instant(months[0][0], 0, 0, zone), *(_end(month, zone) for month in months)]
    return tuple(_point(*pair) for pair in zip(months, compared_by_bucket(bounds), strict=True))


def cost_of_offers(bookings: Sequence[Kept], taken_off: Mapping[int, int], days: Days) -> Point:
    """What was taken off, in the mean over the bookings of these days that had an offer or a code; in minor units."""
    minor = [taken_off[one.id] for one in bookings if one.id in taken_off and within(one.booked_on, days)]
    return Point(days, len(minor), sum(minor) / len(minor) if minor else None)


def given_away(bookings: Collection[Kept], taken_off: Mapping[int, int], days: Days) -> int:
    """All of it together, in minor units."""
    return sum(taken_off.get(one.id, 0) for one in bookings if within(one.booked_on, days))


def _point(days: Days, found: Compared) -> Point:
    lift = found.lift
    return Point(days, lift.n, lift.lift, lift.low, lift.high)


def _end(days: Days, zone: str) -> datetime:
    return wall_instant(days[1] + timedelta(days=1), 0, 0, zone)
