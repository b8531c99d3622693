"""Visits of a period, counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.experience.funnel.models import Visit
from app.experience.funnel.names import STEPS
from app.insight.funnel.rules import NONE, Counts, added
from app.insight.period import LEADS, PARTIES, Filters, band_of
from app.kernel import clock
from app.store import db

WINDOW = timedelta(hours=24)

visit = Visit.__table__
REACHED = tuple(visit.c[f"{step}_at"] for step in STEPS)

DIMENSIONS = ("location", "device", "source", "returning", "heads", "lead")
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "location": visit.c.location_id, "device": visit.c.device, "source": visit.c.source,
    "returning": visit.c.returning, "heads": visit.c.heads, "lead": visit.c.lead_days,
}  # fmt: skip
_BANDS = {"heads": PARTIES, "lead": LEADS}


def column_of(dimension: str) -> ColumnElement[Any]:
    """What a visit keeps of it."""
    return _COLUMNS[dimension]


def value_of(dimension: str, value: object) -> str:
    """The value as a word: an id, a key of `PARTIES` or `LEADS`, `new` or `returning`; empty for none."""
    if dimension in _BANDS:
        return band_of(value if isinstance(value, int) else None, _BANDS[dimension])
    if dimension == "returning":
        return "returning" if value else "new"
    return "" if value is None else str(value)


def chosen(filters: Filters) -> list[ColumnElement[bool]]:
    """The visits of the filters that are no bot's."""
    found: list[ColumnElement[bool]] = [
        visit.c.day_on.between(filters.since_on, filters.until_on),
        visit.c.is_bot.is_(False),
    ]
    if filters.location_ids is not None:
        found.append(visit.c.location_id.in_(filters.location_ids))
    for column, value in ((visit.c.source, filters.source), (visit.c.device, filters.device)):
        if value is not None:
            found.append(column == value)
    if filters.returning is not None:
        found.append(visit.c.returning.is_(filters.returning))
    for column, band in ((visit.c.heads, filters.heads), (visit.c.lead_days, filters.lead)):
        if band is not None:
            found.append(column.between(*band))
    return found


def counted(filters: Filters) -> Counts:
    """How many visits reached each step; one statement."""
    return _counts(db.session.execute(select(*map(func.count, REACHED)).where(*chosen(filters))).one())


def counted_by_day(filters: Filters) -> dict[date, Counts]:
    """The same by the day on which a visit began; one statement."""
    rows = db.session.execute(
        select(visit.c.day_on, *map(func.count, REACHED)).where(*chosen(filters)).group_by(visit.c.day_on)
    )
    return {row[0]: _counts(row[1:]) for row in rows}


def counted_by(filters: Filters, dimension: str) -> dict[str, Counts]:
    """The same by one of `DIMENSIONS`; one statement. The values are words; empty where nothing was said."""
    column = column_of(dimension)
    rows = db.session.execute(select(column, *map(func.count, REACHED)).where(*chosen(filters)).group_by(column))
    found: dict[str, Counts] = {}
    for value, *counts in rows:
        key = value_of(dimension, value)
        found[key] = added(found.get(key, NONE), _counts(counts))
    return found


def still_open(filters: Filters) -> Counts:
    """Visits that began within the window before now and have not booked, by the deepest step so far."""
    since = clock.now() - WINDOW
    if filters.until_on < since.date() - timedelta(days=1):
        return NONE
    young = [*chosen(filters), visit.c.first_at > since, visit.c.booked_at.is_(None)]
    reached = _counts(db.session.execute(select(*map(func.count, REACHED)).where(*young)).one())
    return tuple(here - next_ for here, next_ in zip(reached, (*reached[1:], 0), strict=True))


def waits(filters: Filters) -> list[list[float]]:
    """For each step the seconds from the step before of every visit that reached it; none for the first."""
    rows = db.session.execute(select(*REACHED).where(*chosen(filters), visit.c.results_at.is_not(None)))
    found: list[list[float]] = [[] for _ in STEPS]
    for row in rows:
        for place in range(1, len(STEPS)):
            if row[place] is None or row[place - 1] is None:
                break
            found[place].append((row[place] - row[place - 1]).total_seconds())
    return found


def seconds_to_book(filters: Filters) -> list[float]:
    """From the first search to the booking, of every visit that booked."""
    rows = db.session.execute(
        select(visit.c.search_at, visit.c.booked_at).where(*chosen(filters), visit.c.booked_at.is_not(None))
    )
    return [_between(*row) for row in rows if row[0] is not None]


def _between(one: datetime, other: datetime) -> float:
    return (other - one).total_seconds()


def _counts(row: Sequence[Any]) -> Counts:
    return tuple(map(int, row))
