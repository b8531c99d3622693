"""What days that are summed up give of an answer; the visits themselves give the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.experience.funnel.days.models import FunnelCell, FunnelDay
from app.experience.funnel.days.rules import Sum, slice_named, value_of
from app.experience.funnel.names import STEPS
from app.experience.funnel.rules.bands import LEADS, PARTIES
from app.insight.funnel.rules import Counts
from app.insight.period import Filters
from app.store import db

_day, _cell = FunnelDay.__table__, FunnelCell.__table__

Values = Mapping[str, tuple[str, ...]]
"""The values that are asked for, as sums know them, by dimension; any of a dimension that is not named."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The days of a question that sums answer, with the values that it asks for, and the days that only visits
    answer."""

    kept: Filters | None
    values: Values
    live: Filters | None


def parts(filters: Filters) -> Parts:
    """How a question of counts is answered; one statement. Sums know no band of heads or lead time but their own."""
    values = values_of(filters)
    first, last = db.session.execute(
        select(func.min(_day.c.day_on), func.max(_day.c.day_on)).where(_day.c.slice == "")
    ).one()
    if first is None or values is None or filters.since_on > last or filters.until_on < first:
        return Parts(None, {}, filters)
    kept = replace(filters, since_on=max(filters.since_on, first), until_on=min(filters.until_on, last), against=None)
    if filters.until_on <= last:
        return Parts(kept, values, None)
    return Parts(kept, values, replace(filters, since_on=last + timedelta(days=1), against=None))


def figured(filters: Filters) -> Parts:
    """How one of times, signals or paths is: sums have them by one dimension at a time. Of more, the values remain,
    and only visits answer."""
    found = parts(filters)
    return found if len(found.values) <= 1 else Parts(None, found.values, filters)


def values_of(filters: Filters) -> Values | None:
    """None where sums do not tell these visits from others."""
    asked: dict[str, tuple[str, ...]] = {}
    if filters.location_ids is not None:
        asked["location"] = tuple(value_of("location", one) for one in filters.location_ids)
    for dimension in ("source", "device", "returning"):
        value = getattr(filters, dimension)
        if value is not None:
            asked[dimension] = (value_of(dimension, value),)
    for dimension, band, bands in (("heads", filters.heads, PARTIES), ("lead", filters.lead, LEADS)):
        if band is not None and band not in bands.values():
            return None
        if band is not None:
            asked[dimension] = (value_of(dimension, band[0]),)
    return asked


def kept_counts(found: Parts) -> Counts | None:
    """Visits by the step they reached, of the days that are summed up."""
    if found.kept is None:
        return None
    table, which = _sums_of(found.values)
    row = db.session.execute(select(*_steps(table)).where(which, _days(table, found.kept))).one()
    return tuple(int(count or 0) for count in row)


def kept_by_day(found: Parts) -> dict[date, Counts]:
    if found.kept is None:
        return {}
    table, which = _sums_of(found.values)
    rows = db.session.execute(
        select(table.c.day_on, *_steps(table)).where(which, _days(table, found.kept)).group_by(table.c.day_on)
    )
    return {row[0]: tuple(map(int, row[1:])) for row in rows}


def kept_by(found: Parts, dimension: str) -> dict[str, Counts]:
    """By the values of a dimension."""
    if found.kept is None:
        return {}
    own = slice_named(dimension, "")
    value: ColumnElement[Any]
    which: ColumnElement[bool]
    if not found.values:
        table, which, value = _day, _day.c.slice.like(f"{own}%"), _day.c.slice
    elif list(found.values) == [dimension]:
        table, which, value = _day, _slices(found.values), _day.c.slice
    else:
        table, which, value = _cell, _cells(found.values), _cell.c[dimension]
    rows = db.session.execute(select(value, *_steps(table)).where(which, _days(table, found.kept)).group_by(value))
    return {row[0].removeprefix(own): tuple(map(int, row[1:])) for row in rows}


def kept_sum(found: Parts, *names: str) -> Sum:
    """What the summed days say: how many reached each step, and of `Sum.document` what is named; the rest is empty. For
    what `figured` answers."""
    total = Sum()
    if found.kept is not None:
        asked = (*(_day.c[step] for step in STEPS), *(_day.c.figures[name] for name in names))
        which = (_slices(found.values), _days(_day, found.kept))
        for row in db.session.execute(select(*asked).where(*which)):
            total.add_day(row[: len(STEPS)], dict(zip(names, row[len(STEPS) :], strict=True)))
    return total


def _sums_of(values: Values) -> tuple[Any, ColumnElement[bool]]:
    """The table that answers in the fewest rows, and which of them."""
    return (_day, _slices(values)) if len(values) <= 1 else (_cell, _cells(values))


def _slices(values: Values) -> ColumnElement[bool]:
    names = [slice_named(dimension, word) for dimension, words in values.items() for word in words]
    return _day.c.slice.in_(names if values else [""])


def _cells(values: Values) -> ColumnElement[bool]:
    return and_(*(_cell.c[dimension].in_(asked) for dimension, asked in values.items()))


def _steps(table: Any) -> list[ColumnElement[int]]:
    return [func.sum(table.c[step]) for step in STEPS]


def _days(table: Any, kept: Filters) -> ColumnElement[bool]:
    return table.c.day_on.between(kept.since_on, kept.until_on)
