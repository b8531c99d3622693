"""What days that are summed up give of an answer; the visits themselves give the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from app.experience.funnel.days.models import FunnelDay
from app.experience.funnel.days.rules import Sum, slice_of
from app.experience.funnel.names import STEPS
from app.experience.funnel.rules.bands import LEADS, PARTIES
from app.insight.funnel.rules import Counts
from app.insight.period import Filters
from app.store import db

_day = FunnelDay.__table__
_STEPS = tuple(_day.c[step] for step in STEPS)


@dataclass(frozen=True, slots=True)
class Parts:
    """The days of a question that sums answer, with the slices that do, and the days that only visits answer."""

    kept: Filters | None
    slices: tuple[str, ...]
    live: Filters | None


def parts(filters: Filters) -> Parts:
    """How a question is answered; one statement. With filters of more than one kind it is the visits alone."""
    slices = slices_of(filters)
    first, last = db.session.execute(
        select(func.min(_day.c.day_on), func.max(_day.c.day_on)).where(_day.c.slice == "")
    ).one()
    if first is None or not slices or filters.since_on > last or filters.until_on < first:
        return Parts(None, (), filters)
    kept = replace(filters, since_on=max(filters.since_on, first), until_on=min(filters.until_on, last), against=None)
    if filters.until_on <= last:
        return Parts(kept, slices, None)
    return Parts(kept, slices, replace(filters, since_on=last + timedelta(days=1), against=None))


def slices_of(filters: Filters) -> tuple[str, ...]:
    """The slices that together are these visits; none where no slices are."""
    asked: list[tuple[str, ...]] = []
    if filters.location_ids is not None:
        asked.append(tuple(slice_of("location", one) for one in filters.location_ids))
    for dimension, value in (
        ("source", filters.source), ("device", filters.device), ("returning", filters.returning),
    ):  # fmt: skip
        if value is not None:
            asked.append((slice_of(dimension, value),))
    for dimension, band, bands in (("heads", filters.heads, PARTIES), ("lead", filters.lead, LEADS)):
        if band is not None:
            asked.append((slice_of(dimension, band[0]),) if band in bands.values() else ())
    if not asked:
        return ("",)
    return asked[0] if len(asked) == 1 else ()


def kept_counts(found: Parts) -> Counts | None:
    """Visits by the step they reached, of the days that are summed up."""
    if found.kept is None:
        return None
    row = db.session.execute(select(*map(func.sum, _STEPS)).where(*_within(found))).one()
    return tuple(int(count or 0) for count in row)


def kept_by_day(found: Parts) -> dict[date, Counts]:
    if found.kept is None:
        return {}
    rows = db.session.execute(
        select(_day.c.day_on, *map(func.sum, _STEPS)).where(*_within(found)).group_by(_day.c.day_on)
    )
    return {row[0]: tuple(map(int, row[1:])) for row in rows}


def kept_by(found: Parts, dimension: str) -> dict[str, Counts] | None:
    """By the values of a dimension; None where the sums do not tell, being of another."""
    if found.kept is None:
        return {}
    own = f"{dimension}="
    if found.slices == ("",):
        which = _day.c.slice.like(f"{own}%")
    elif all(name.startswith(own) for name in found.slices):
        which = _day.c.slice.in_(found.slices)
    else:
        return None
    rows = db.session.execute(
        select(_day.c.slice, *map(func.sum, _STEPS)).where(which, _days(found.kept)).group_by(_day.c.slice)
    )
    return {row[0].removeprefix(own): tuple(map(int, row[1:])) for row in rows}


def kept_sum(found: Parts) -> Sum:
    """All that the summed days say."""
    total = Sum()
    if found.kept is not None:
        for *reached, figures in db.session.execute(select(*_STEPS, _day.c.figures).where(*_within(found))):
            total.add(Sum.read(reached, figures))
    return total


def _within(found: Parts) -> Sequence[ColumnElement[bool]]:
    return [_day.c.slice.in_(found.slices), _days(found.kept)] if found.kept else []


def _days(kept: Filters) -> ColumnElement[bool]:
    return _day.c.day_on.between(kept.since_on, kept.until_on)
