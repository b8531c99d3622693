"""Visits of a period, counted by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, DateTime, case, func, select, type_coerce

from app.experience.funnel.days.rules import seconds, value_of
from app.experience.funnel.models import Visit
from app.experience.funnel.names import STEPS
from app.insight.funnel.kept import Parts, figured, kept_by, kept_by_day, kept_counts, kept_sum, parts
from app.insight.funnel.rules import NONE, Counts, added
from app.insight.period import Filters
from app.kernel import clock
from app.store import db

WINDOW = timedelta(hours=24)

visit = Visit.__table__
REACHED = tuple(visit.c[f"{step}_at"] for step in STEPS)

_AS_READ = tuple(type_coerce(column, DateTime(timezone=True)) for column in REACHED)
"""The same as the driver reads them, aware or not: to make them instants takes longer than to subtract them."""

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


MOST_VISITS = 12_000
"""As many visits a page reads event by event."""


def lately(filters: Filters) -> Filters:
    """The last whole days of the filters that have no more than `MOST_VISITS` visits together, the last day at least;
    three statements at most."""
    by_day = counted_by_day(filters)
    day, visits = filters.until_on, by_day.get(filters.until_on, NONE)[0]
    while day > filters.since_on:
        visits += by_day.get(day - timedelta(days=1), NONE)[0]
        if visits > MOST_VISITS:
            break
        day -= timedelta(days=1)
    return replace(filters, since_on=day, against=None)


def looked_at(filters: Filters) -> Parts:
    """`figured`; of the last days alone (`lately`) where a site has sums, and so many visits, but not of just these."""
    found = figured(filters)
    return Parts(None, {}, lately(filters)) if found.values and found.kept is None else found


def newest_since(found: Parts, filters: Filters) -> date | None:
    """From which day on these parts look at the visits of the filters; None where that is all of them."""
    whole = found.live is None or found.kept is not None or found.live.since_on == filters.since_on
    return None if whole or found.live is None else found.live.since_on


@dataclass(frozen=True, slots=True)
class Young:
    """Visits that began within the window before now: how many reached each step, and of those that have not booked how
    many stand at each."""

    reached: Counts = NONE
    open: Counts = NONE


def young(filters: Filters) -> Young:
    """What may still go on; a statement, or none where the period was over before."""
    conditions = _young(filters)
    if conditions is None:
        return Young()
    unbooked = [func.count(case((visit.c.booked_at.is_(None), column))) for column in REACHED]
    row = db.session.execute(select(*map(func.count, REACHED), *unbooked).where(*conditions)).one()
    reached, waiting = _counts(row[: len(REACHED)]), _counts(row[len(REACHED) :])
    return Young(reached, tuple(here - next_ for here, next_ in zip(waiting, (*waiting[1:], 0), strict=True)))


def young_by_day(filters: Filters) -> dict[date, Counts]:
    """The same visits by the day on which they began; a statement at most."""
    return _young_by(filters, visit.c.day_on)


def young_by(filters: Filters, dimension: str) -> dict[str, Counts]:
    """The same by one of `DIMENSIONS`; a statement at most."""
    found: dict[str, Counts] = {}
    for value, counts in _young_by(filters, column_of(dimension)).items():
        key = value_of(dimension, value)
        found[key] = added(found.get(key, NONE), counts)
    return found


def _young_by(filters: Filters, column: ColumnElement[Any]) -> dict[Any, Counts]:
    conditions = _young(filters)
    if conditions is None:
        return {}
    rows = db.session.execute(select(column, *map(func.count, REACHED)).where(*conditions).group_by(column))
    return {row[0]: _counts(row[1:]) for row in rows}


def _young(filters: Filters) -> list[ColumnElement[bool]] | None:
    """The conditions that they meet; None where the period has none."""
    now = clock.now()
    since = now - WINDOW
    first_on = max(filters.since_on, since.date() - timedelta(days=1))
    if filters.until_on < first_on:
        return None
    return [
        *chosen(replace(filters, since_on=first_on, against=None)),
        visit.c.first_at > since,
        visit.c.first_at <= now,
    ]


Seconds = Counter[int]
"""How many visits took so many whole seconds."""


def durations(filters: Filters) -> tuple[list[Seconds], Seconds, date | None]:
    """For each step the seconds since the step before, of the visits that reached it; those from the first search to
    the booking; and from which day on that is, None for all. Five statements at most."""
    found = looked_at(filters)
    kept = kept_sum(found, "waits", "to_book")
    if found.live is not None:
        rows = db.session.execute(select(*_AS_READ).where(*chosen(found.live), visit.c.results_at.is_not(None))).all()
        columns = [[row[place] for row in rows] for place in range(len(STEPS))]
        for own, (before, at) in zip(kept.waits[1:], pairwise(columns), strict=True):
            own.update(_took(before, at))
        kept.to_book.update(_took(columns[0], columns[-1]))
    return kept.waits, kept.to_book, newest_since(found, filters)


def _took(since: Sequence[datetime | None], until: Sequence[datetime | None]) -> Iterator[int]:
    """The seconds of each visit that reached both."""
    return (seconds(before, at) for before, at in zip(since, until, strict=True) if before and at)


def _counts(row: Sequence[Any]) -> Counts:
    return tuple(map(int, row))
