"""How long guests wait for an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.enquiries.models import Enquiry
from app.care.enquiries.rules import Desk, time_open
from app.care.models import NOT_RIGHT, REQUEST, Task
from app.catalogue.models import Location
from app.experience.estimates import wilson
from app.insight.board.bookings import Kept
from app.insight.board.rules import Days, Point, middle, within
from app.kernel.wall import wall_instant
from app.store import db

_case, _task, _enquiry = Case.__table__, Task.__table__, Enquiry.__table__
Waited = tuple[date, float]
"""The day on which a guest began to wait, and the hours until somebody had answered."""


def case_waits(days: Days, zone: str, location_ids: Collection[int] | None) -> list[Waited]:
    """From a case's opening to the first contact, of those that had one; one statement."""
    return _waits(_case, _case.c.opened_at, _case.c.contacted_at, days, zone, location_ids)


def task_waits(days: Days, zone: str, location_ids: Collection[int] | None) -> list[Waited]:
    """From what a guest in the house asked for to its being done, of what was done; one statement."""
    asked = _task.c.kind.in_((REQUEST, NOT_RIGHT))
    return _waits(_task, _task.c.made_at, _task.c.done_at, days, zone, location_ids, asked)


def enquiry_waits(days: Days, zone: str, location_ids: Collection[int] | None) -> list[Waited]:
    """From a question to the first answer, in hours in which the desk was open, of those that had one; one
    statement."""
    since, until = _instants(days, zone)
    here = () if location_ids is None else (_enquiry.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(
            _enquiry.c.opened_at, _enquiry.c.first_answer_at, Location.timezone, Location.desk_opens_time,
            Location.desk_closes_time,
        )
        .join(Location, Location.id == _enquiry.c.location_id)
        .where(
            _enquiry.c.opened_at >= since, _enquiry.c.opened_at < until, _enquiry.c.first_answer_at.is_not(None), *here
        )
    )  # fmt: skip
    wall = ZoneInfo(zone)
    return [
        (began.astimezone(wall).date(), time_open(began, ended, Desk.of(*desk)).total_seconds() / 3600)
        for began, ended, *desk in rows
    ]


def troubled(days: Days, location_ids: Collection[int] | None) -> set[int]:
    """The bookings that arrive in these days and of which a case was opened; one statement."""
    here = () if location_ids is None else (_case.c.location_id.in_(location_ids),)
    arriving = Booking.arrival_on.between(*days)
    return set(
        db.session.scalars(
            select(_case.c.booking_id).join(Booking, Booking.id == _case.c.booking_id).where(arriving, *here)
        )
    )


def share_with_case(bookings: Sequence[Kept], with_case: Collection[int], days: Days) -> Point:
    """Of the bookings that arrive in the days, those of which a case was opened."""
    arriving = [one for one in bookings if within(one.arrival_on, days)]
    found = wilson(sum(one.id in with_case for one in arriving), len(arriving))
    return Point(days, found.n, found.share, found.low, found.high)


def typical_wait(waits: Iterable[Waited], days: Days) -> Point:
    """The median of the days."""
    return middle(days, [hours for day, hours in waits if within(day, days)])


def _waits(
    table: Any,
    began: Any,
    ended: Any,
    days: Days,
    zone: str,
    location_ids: Collection[int] | None,
    *more: ColumnElement[bool],
) -> list[Waited]:
    since, until = _instants(days, zone)
    here = () if location_ids is None else (table.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(began, ended).where(began >= since, began < until, ended.is_not(None), *here, *more)
    )
    wall = ZoneInfo(zone)
    return [(start.astimezone(wall).date(), _hours(start, end)) for start, end in rows]


def _instants(days: Days, zone: str) -> tuple[datetime, datetime]:
    return wall_instant(days[0], 0, 0, zone), wall_instant(days[1] + timedelta(days=1), 0, 0, zone)


def _hours(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0) / 3600
