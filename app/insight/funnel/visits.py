"""Visits of a period, counted by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.experience.funnel.days.rules import seconds, value_of
from app.experience.funnel.models import Visit
from app.experience.funnel.names import STEPS
from app.insight.funnel.kept import figured, kept_by, kept_by_day, kept_counts, kept_sum, parts
from app.insight.funnel.rules import NONE, Counts, added
from app.insight.period import Filters
from app.kernel import clock
from app.store import db

WINDOW = timedelta(hours=24)

visit = Visit.__table__
REACHED = tuple(visit.c[f"{step}_at"] for step in STEPS)

_COLUMNS: dict[str, ColumnElement[Any]] = {
    "location": visit.c.location_id, "device": visit.c.device, "source": visit.c.source,
    "returning": visit.c.returning, "heads": visit.c.heads, "lead": visit.c.lead_days,
}  # fmt: skip


def column_of(dimension: str) -> ColumnElement[Any]:
    """What a visit keeps of it."""
    return _COLUMNS[dimension]


def chosen(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions that the visits of the filters meet which are no bot's."""
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
    """How many visits reached each step; three statements at most."""
    found = parts(filters)
    kept = kept_counts(found) or NONE
    if found.live is None:
        return kept
    return added(kept, _counts(db.session.execute(select(*map(func.count, REACHED)).where(*chosen(found.live))).one()))


def counted_by_day(filters: Filters) -> dict[date, Counts]:
    """The same by the day on which a visit began; three statements at most."""
    found = parts(filters)
    by_day = kept_by_day(found)
    if found.live is not None:
        live = [*chosen(found.live)]
        rows = db.session.execute(
            select(visit.c.day_on, *map(func.count, REACHED)).where(*live).group_by(visit.c.day_on)
        )
        by_day |= {row[0]: _counts(row[1:]) for row in rows}
    return by_day


def counted_by(filters: Filters, dimension: str) -> dict[str, Counts]:
    """The same by one of `DIMENSIONS`; three statements at most. Empty is the word where nothing was said."""
    split = parts(filters)
    found = kept_by(split, dimension)
    if split.live is not None:
        column = column_of(dimension)
        rows = db.session.execute(select(column, *map(func.count, REACHED)).where(*chosen(split.live)).group_by(column))
        for value, *counts in rows:
            key = value_of(dimension, value)
            found[key] = added(found.get(key, NONE), _counts(counts))
    return found


def still_open(filters: Filters) -> Counts:
    """Visits that began within the window before now and have not booked, by the deepest step so far; a statement."""
    since = clock.now() - WINDOW
    first_on = max(filters.since_on, since.date() - timedelta(days=1))
    if filters.until_on < first_on:
        return NONE
    last = replace(filters, since_on=first_on, against=None)
    young = [*chosen(last), visit.c.first_at > since, visit.c.booked_at.is_(None)]
    reached = _counts(db.session.execute(select(*map(func.count, REACHED)).where(*young)).one())
    return tuple(here - next_ for here, next_ in zip(reached, (*reached[1:], 0), strict=True))


Seconds = Counter[int]
"""How many visits took so many whole seconds."""


def durations(filters: Filters) -> tuple[list[Seconds], Seconds]:
    """For each step the seconds since the step before, of the visits that reached it; and those from the first search
    to the booking. Three statements at most."""
    found = figured(filters)
    kept = kept_sum(found)
    if found.live is not None:
        rows = db.session.execute(select(*REACHED).where(*chosen(found.live), visit.c.results_at.is_not(None)))
        for row in rows:
            for place, (before, at) in enumerate(pairwise(row), 1):
                if before is None or at is None:
                    break
                kept.waits[place][seconds(before, at)] += 1
            if row[0] is not None and row[-1] is not None:
                kept.to_book[seconds(row[0], row[-1])] += 1
    return kept.waits, kept.to_book


def _counts(row: Sequence[Any]) -> Counts:
    return tuple(map(int, row))
