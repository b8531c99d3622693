"""What the houses sold. A night at a house is counted as two numbers, whose sums over nights give the figure of the
desk's reports.

A figure's interval takes each night for itself: that nights of a week differ makes it wider, that neighbours share
guests a little narrower.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.booking.models import BookedStay, Booking
from app.booking.rules import LIVE
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.experience.estimates.ratios import Pair
from app.insight.performance import Performance, Period, nights_sold
from app.insight.performance.nights import Night
from app.plan.measures.measure import ByHouse, Days, Query, instants
from app.store import db

_booking, _stay = Booking.__table__, BookedStay.__table__

MINOR = 100
"""Minor units of money in the unit in which a figure is told."""

OURS = ("web", "phone", "walk_in")
"""Bookings that nobody brought to us; those of a group's block and of an import are neither."""

PARTS: Mapping[str, Callable[[Performance], Pair]] = {
    "occupancy": lambda one: (one.taken, one.could_be_sold),
    "adr": lambda one: (one.room_minor, MINOR * (one.taken - one.complimentary)),
    "revpar": lambda one: (one.room_minor, MINOR * one.could_be_sold),
    "revenue": lambda one: (one.revenue_minor, MINOR * one.could_be_sold),
    "cover": lambda one: (one.supper_minor, MINOR * one.covers),
}
"""By measure: what a night brought, and what it is divided by."""


def by_night(measure: str) -> Query:
    """The query of a figure that nights add up to."""

    def counted(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
        return pairs(measure, nights(days, location_ids))

    return counted


def nights(days: Days, location_ids: Collection[int] | None) -> dict[Night, Performance]:
    """Every night of these days at these houses, as it stands now; seven statements."""
    places = location_ids if location_ids is not None else [house.id for house in catalogue().houses]
    return nights_sold(list(places), Period(*days)) if places else {}


def pairs(measure: str, sold: Mapping[Night, Performance]) -> ByHouse:
    """What each of these nights adds to a figure, by house."""
    found: ByHouse = defaultdict(Counter)
    for (place, _), one in sold.items():
        found[place][PARTS[measure](one)] += 1
    return found


def currency(location_ids: Collection[int] | None) -> str | None:
    """That of all these houses; None where they have more than one, and amounts are not added up."""
    houses = catalogue().houses if location_ids is None else [house_of(own) for own in location_ids]
    found = {house.currency for house in houses}
    return found.pop() if len(found) == 1 else None


def length_of_stay(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """The nights of the stays that arrive in these days and were not given up. One statement."""
    rows = db.session.execute(
        select(_booking.c.location_id, _stay.c.arrival_on, _stay.c.departure_on, func.count())
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(
            _booking.c.arrival_on.between(*days),
            _booking.c.state.in_(LIVE),
            _stay.c.cancelled_at.is_(None),
            *_here(location_ids),
        )
        .group_by(_booking.c.location_id, _stay.c.arrival_on, _stay.c.departure_on)
    )
    return _collected((place, (until_on - from_on).days, count) for place, from_on, until_on, count in rows)


def cancelled(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the bookings to arrive in these days, how many were cancelled. One statement."""
    answer = case((_booking.c.state == "cancelled", 1), else_=0)
    rows = db.session.execute(
        select(_booking.c.location_id, answer.label("cancelled"), func.count())
        .where(_booking.c.arrival_on.between(*days), *_here(location_ids))
        .group_by(_booking.c.location_id, "cancelled")
    )
    return _collected(rows)


def direct(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the bookings made in these days with us or through an agent, how many were made with us. One statement."""
    since, until = instants(days)
    answer = case((_booking.c.source == "agent", 0), else_=1)
    rows = db.session.execute(
        select(_booking.c.location_id, answer.label("ours"), func.count())
        .where(
            _booking.c.booked_at >= since,
            _booking.c.booked_at < until,
            _booking.c.source.in_((*OURS, "agent")),
            *_here(location_ids),
        )
        .group_by(_booking.c.location_id, "ours")
    )
    return _collected(rows)


def _here(location_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if location_ids is None else [_booking.c.location_id.in_(location_ids)]


def _collected(rows: Iterable[Any]) -> ByHouse:
    found: ByHouse = defaultdict(Counter)
    for place, answer, count in rows:
        found[place][int(answer)] += count
    return found
