"""Which offers are taken most, counted from bookings that took them. The same for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.kernel.party import ages_of
from app.offers.engine import Context, situation
from app.promotions.models import PromotionUse
from app.store import db

COUNTED = timedelta(days=365)
"""Bookings made as long ago count."""

FRESH = timedelta(minutes=10)
"""What was counted serves as long; the order of offers is in no hurry."""

_booking, _stay, _use = Booking.__table__, BookedStay.__table__, PromotionUse.__table__


@dataclass(frozen=True, slots=True)
class Popular:
    """How many bookings took each offer, in all and by situation (party, weekend or week, length)."""

    everywhere: Mapping[int, int] = field(default_factory=dict)
    there: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def order(self, promotion_ids: Iterable[int], where: str) -> list[int]:
        """The most popular first: in that situation, then in all; of equals the one that stood first."""
        return sorted(promotion_ids, key=lambda one: (-self.there.get((where, one), 0), -self.everywhere.get(one, 0)))


_kept: WeakKeyDictionary[object, tuple[datetime, Popular]] = WeakKeyDictionary()


def popular(at: datetime) -> Popular:
    """What is taken most, as it was counted at most ten minutes before `at`; then one statement."""
    known = _kept.get(db.engine)
    if known is None or not timedelta() <= at - known[0] < FRESH:
        known = (at, _counted(at))
        _kept[db.engine] = known
    return known[1]


def _counted(at: datetime) -> Popular:
    everywhere: Counter[int] = Counter()
    there: Counter[tuple[str, int]] = Counter()
    for row in db.session.execute(
        select(
            _use.c.promotion_id, _stay.c.arrival_on, _stay.c.departure_on, _stay.c.adults, _stay.c.children,
            _stay.c.dogs,
        )
        .join(_booking, _booking.c.id == _use.c.owner_id)
        .join(_stay, (_stay.c.booking_id == _booking.c.id) & (_stay.c.part == 0))
        .where(
            _use.c.owner == "booking",
            _use.c.given_back_at.is_(None),
            _use.c.taken_at > at - COUNTED,
            _use.c.taken_at <= at,
        )
    ):  # fmt: skip
        everywhere[row.promotion_id] += 1
        there[_situation(row), row.promotion_id] += 1
    return Popular(everywhere, there)


def _situation(row: Any) -> str:
    days = [row.arrival_on + timedelta(days=night) for night in range((row.departure_on - row.arrival_on).days)]
    return situation(
        Context(
            place="results",
            nights=len(days),
            weekend=any(day.weekday() in (4, 5) for day in days),
            adults=row.adults,
            children=len(ages_of(row.children)),
            dogs=row.dogs,
        )
    )
