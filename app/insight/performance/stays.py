"""How long guests stay, how long before they book, and how the coming nights fill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from app.booking.models import BookedStay, Booking
from app.booking.rules import LIVE
from app.catalogue.queries import catalogue
from app.insight.performance.rules import YEAR, Period, Stays, year_before
from app.kernel import clock
from app.store import db

_booking, _stay = Booking.__table__, BookedStay.__table__


def stays_arriving(location_ids: Sequence[int], period: Period) -> dict[int, Stays]:
    """Bookings to arrive in the period, by house; cancelled ones count as such alone. One statement."""
    rows = db.session.execute(
        select(
            _booking.c.id,
            _booking.c.location_id,
            _booking.c.state,
            _booking.c.arrival_on,
            _booking.c.booked_at,
            _stay.c.arrival_on.label("from_on"),
            _stay.c.departure_on.label("until_on"),
            _stay.c.cancelled_at,
        )
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(
            _booking.c.location_id.in_(location_ids),
            _booking.c.arrival_on.between(period.first, period.last),
        )
    )
    bookings: dict[int, dict[int, str]] = defaultdict(dict)
    leads: dict[int, list[int]] = defaultdict(list)
    lengths: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.id not in bookings[row.location_id]:
            bookings[row.location_id][row.id] = row.state
            if row.state in LIVE:
                leads[row.location_id].append((row.arrival_on - _local(row.location_id, row.booked_at)).days)
        if row.state in LIVE and row.cancelled_at is None:
            lengths[row.location_id].append((row.until_on - row.from_on).days)
    return {
        location_id: Stays(
            len(bookings[location_id]),
            sum(state == "cancelled" for state in bookings[location_id].values()),
            len(lengths[location_id]),
            sum(lengths[location_id]),
            tuple(sorted(leads[location_id])),
        )
        for location_id in location_ids
    }


def on_the_books(location_ids: Sequence[int], period: Period) -> dict[int, tuple[int, int]]:
    """Room nights booked for the period by now, and for the same weekdays a year before by the same day then.

    Dates are those that the stays have today: a stay that was changed since counts with its new nights.
    """
    now = clock.now()
    mine = _booked_by(location_ids, period, now)
    before = _booked_by(location_ids, year_before(period), now - YEAR)
    return {location_id: (mine.get(location_id, 0), before.get(location_id, 0)) for location_id in location_ids}


def _booked_by(location_ids: Sequence[int], period: Period, at: datetime) -> dict[int, int]:
    stands = or_(_booking.c.cancelled_at.is_(None), _booking.c.cancelled_at > at)
    kept = or_(_stay.c.cancelled_at.is_(None), _stay.c.cancelled_at > at)
    rows = db.session.execute(
        select(_booking.c.location_id, _stay.c.arrival_on, _stay.c.departure_on)
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(
            _booking.c.location_id.in_(location_ids),
            _booking.c.arrival_on < period.until,
            _booking.c.departure_on > period.first,
            _booking.c.booked_at <= at,
            stands,
            kept,
        )
    )
    nights: dict[int, int] = defaultdict(int)
    for location_id, from_on, until_on in rows:
        inside = min(until_on, period.until) - max(from_on, period.first)
        nights[location_id] += max(inside, timedelta()).days
    return nights


def _local(location_id: int, instant: datetime) -> date:
    """The day on the house's calendar; the group's where the house is closed for good."""
    house = catalogue().by_id.get(location_id) or catalogue().houses[0]
    return instant.astimezone(ZoneInfo(house.timezone)).date()
