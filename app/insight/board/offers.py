"""What personal offers add, and what they cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.insight.board.bookings import Kept
from app.insight.board.rules import Days, Point, within
from app.offers.proof.measured import Compared
from app.offers.proof.rules import Lift
from app.offers.proof.sums import compared_by_month, compared_until


def lift_until(days: Days, zone: str) -> tuple[Point, Lift]:
    """Of everybody who was counted up to the last of the days. Two statements."""
    found = compared_until(days[1], zone)
    return _point(days, found), found.lift


def lift_by_month(months: Sequence[Days], zone: str) -> tuple[Point, ...]:
    """Of the guests of each month's decisions. Two statements."""
    return tuple(_point(*pair) for pair in zip(months, compared_by_month(months, zone), strict=True))


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
