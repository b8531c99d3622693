"""How long guests wait for an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from app.care.cases.models import Case
from app.care.models import NOT_RIGHT, REQUEST, Task
from app.insight.board.rules import Days, Point, middle, within
from app.kernel.wall import wall_instant
from app.store import db

_case, _task = Case.__table__, Task.__table__
Waited = tuple[date, float]
"""The day on which a guest began to wait, and the hours until somebody had answered."""


def case_waits(days: Days, zone: str, location_ids: Collection[int] | None) -> list[Waited]:
    """From a case's opening to the first contact, of those that had one; one statement."""
    return _waits(_case, _case.c.opened_at, _case.c.contacted_at, days, zone, location_ids)


def task_waits(days: Days, zone: str, location_ids: Collection[int] | None) -> list[Waited]:
    """From what a guest in the house asked for to its being done, of what was done; one statement."""
    asked = _task.c.kind.in_((REQUEST, NOT_RIGHT))
    return _waits(_task, _task.c.made_at, _task.c.done_at, days, zone, location_ids, asked)


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
    since, until = wall_instant(days[0], 0, 0, zone), wall_instant(days[1] + timedelta(days=1), 0, 0, zone)
    here = () if location_ids is None else (table.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(began, ended).where(began >= since, began < until, ended.is_not(None), *here, *more)
    )
    wall = ZoneInfo(zone)
    return [(start.astimezone(wall).date(), _hours(start, end)) for start, end in rows]


def _hours(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0) / 3600
