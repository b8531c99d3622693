"""Look to book: of those who looked, who booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select

from app.experience.estimates import wilson
from app.experience.funnel.models import Visit
from app.insight.board.rules import Days, Point, within
from app.insight.period import Filters
from app.store import db

_visit = Visit.__table__
Looked = tuple[date, int, int]
"""A day, the visits that saw prices on it, and those of them that booked."""


def looked(filters: Filters, since_on: date) -> list[Looked]:
    """Each day from `since_on` to the end of the period; robots left out. One statement."""
    within_days: list[ColumnElement[bool]] = [
        _visit.c.day_on.between(since_on, filters.until_on),
        _visit.c.is_bot.is_(False),
    ]
    same = {"source": filters.source, "device": filters.device, "returning": filters.returning}
    within_days += [_visit.c[name] == value for name, value in same.items() if value is not None]
    if filters.location_ids is not None:
        within_days.append(_visit.c.location_id.in_(filters.location_ids))
    rows = db.session.execute(
        select(_visit.c.day_on, func.count(_visit.c.results_at), func.count(_visit.c.booked_at))
        .where(*within_days, _visit.c.results_at.is_not(None))
        .group_by(_visit.c.day_on)
    )
    return [(day_on, seen, booked) for day_on, seen, booked in rows]


def look_to_book(rows: Sequence[Looked], days: Days) -> Point:
    """Of the visits of the days that saw prices, those that booked."""
    own = [(seen, booked) for day_on, seen, booked in rows if within(day_on, days)]
    found = wilson(sum(booked for _, booked in own), sum(seen for seen, _ in own))
    return Point(days, found.n, found.share, found.low, found.high)
