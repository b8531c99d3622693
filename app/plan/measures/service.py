"""How quickly the houses answered and how often guests come back, as answers of yes (1) and no (0), by house."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Column

from app.booking.models import Booking
from app.booking.rules import LIVE
from app.care.cases.models import Case
from app.care.models import NOT_RIGHT, REQUEST, Task
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.plan.measures.measure import ByHouse, Days, instants
from app.plan.pulse.queries import pulse_months
from app.plan.pulse.rules import month_of
from app.store import db

_booking, _case, _task = Booking.__table__, Case.__table__, Task.__table__


def contacted(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the cases that were opened, in how many the guest was reached by the time that was due. Cases that are still
    within it are left out."""
    return _in_time(_case.c.opened_at, _case.c.contacted_at, _case, days, location_ids)


def put_right(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of what guests in the house asked for or said was not right, how much was done by the time that was due."""
    kinds = _task.c.kind.in_((REQUEST, NOT_RIGHT))
    return _in_time(_task.c.made_at, _task.c.done_at, _task, days, location_ids, kinds)


def repeat(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the bookings that arrived, how many were of a guest who had been here before."""
    earlier = _booking.alias("earlier")
    first = (
        select(earlier.c.guest_id, func.min(earlier.c.departure_on).label("left_on"))
        .where(earlier.c.state.in_(("departed", "in_house")), earlier.c.guest_id.is_not(None))
        .group_by(earlier.c.guest_id)
        .subquery()
    )
    before = case((first.c.left_on <= _booking.c.arrival_on, 1), else_=0)
    here = () if location_ids is None else (_booking.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(_booking.c.location_id, before, func.count())
        .outerjoin(first, first.c.guest_id == _booking.c.guest_id)
        .where(
            _booking.c.arrival_on.between(*days), _booking.c.state.in_(LIVE), _booking.c.guest_id.is_not(None), *here
        )
        .group_by(_booking.c.location_id, before)
    )
    return _collected(rows)


def pulse(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """How easy staff found their work, in the months that begin within the days and are over; only what may be shown.

    A month that runs is left out: whoever looked at it twice would see what the one said who tapped in between.
    """
    zone = catalogue().houses[0].timezone if catalogue().houses else "UTC"
    over = month_of(clock.today(zone)) - timedelta(days=1)
    places = location_ids if location_ids is not None else [house.id for house in catalogue().houses]
    found: ByHouse = defaultdict(Counter)
    for month in pulse_months(days[0], min(days[1], over), places):
        if month.location_id is not None:
            found[month.location_id].update(month.answers)
    return found


def _in_time(
    began: Column[Any],
    done: Column[Any],
    table: Any,
    days: Days,
    location_ids: Collection[int] | None,
    *more: ColumnElement[bool],
) -> ByHouse:
    since, until = instants(days)
    within = [began >= since, began < until, *more]
    if location_ids is not None:
        within.append(table.c.location_id.in_(location_ids))
    over = table.c.due_at <= clock.now()
    kept = case((and_(done.is_not(None), done <= table.c.due_at), 1), else_=0)
    rows = db.session.execute(
        select(table.c.location_id, kept, func.count())
        .where(*within, over | done.is_not(None))
        .group_by(table.c.location_id, kept)
    )
    return _collected(rows)


def _collected(rows: Iterable[Any]) -> ByHouse:
    found: ByHouse = defaultdict(Counter)
    for place, answer, count in rows:
        found[place][int(answer)] += count
    return found
