"""Ease at each moment, and the questions from 1 to 5."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import case, func, select

from app.experience.estimates import CES, CSAT, Share, mean_change, mean_of, share_change, wilson
from app.experience.surveys.rules import PARTS
from app.insight.period import Filters
from app.insight.voices.asked import MOMENT_NAMES, answer, in_days, of_houses, stays_ended, survey
from app.insight.voices.shapes import Ces, Part
from app.store import db

EXPECTED, WORTH = "expected", "worth"

NAMES = {
    **{key: name.removeprefix("the ").capitalize() for key, name in PARTS.items()},
    EXPECTED: "Compared with what was expected",
    WORTH: "Worth what was paid",
}
"""The questions from 1 to 5, the parts of a stay in the order in which they are lived."""

Counts = dict[int, int]


def ease(filters: Filters) -> tuple[Ces, ...]:
    """Ease at each moment, side by side, those without answers too; a statement, and one for the days before."""
    now = _ease(filters)
    before = None if filters.before is None else _ease(filters.before)
    return tuple(
        _ces(moment, name, now.get(moment, {}), None if before is None else before.get(moment, {}))
        for moment, name in MOMENT_NAMES.items()
    )


def parts(filters: Filters) -> dict[str, Part]:
    """Every question of `NAMES` after the stay; a statement, and one for the days before."""
    now = _parts(filters)
    before = None if filters.before is None else _parts(filters.before)
    return {key: _part(key, now[key], None if before is None else before[key]) for key in NAMES}


def _ease(filters: Filters) -> dict[str, Counts]:
    rows = db.session.execute(
        select(survey.c.moment, answer.c.ces, func.count())
        .join(answer, answer.c.survey_id == survey.c.id)
        .where(in_days(filters.since_on, filters.until_on), answer.c.ces.is_not(None), *of_houses(filters))
        .group_by(survey.c.moment, answer.c.ces)
    )
    found: dict[str, Counts] = defaultdict(dict)
    for moment, ces, count in rows:
        found[moment][ces] = count
    return found


def _ces(moment: str, name: str, now: Counts, before: Counts | None) -> Ces:
    mean, was = mean_of(now), None if before is None else mean_of(before)
    agree = wilson(sum(count for value, count in now.items() if value >= CES.good), mean.n)
    counts = tuple(now.get(value, 0) for value in CES.values)
    return Ces(moment, name, mean, agree, counts, was, None if was is None else mean_change(was, mean))


def _parts(filters: Filters) -> dict[str, Counts]:
    """How often each answer was given to each question; all of them in one row."""
    sums = [func.sum(case((answer.c[key] == value, 1), else_=0)) for key in NAMES for value in CSAT.values]
    row = db.session.execute(
        select(*sums)
        .select_from(survey.join(answer, answer.c.survey_id == survey.c.id))
        .where(stays_ended(filters.since_on, filters.until_on), *of_houses(filters))
    ).one()
    given = iter(row)
    return {key: {value: int(next(given) or 0) for value in CSAT.values} for key in NAMES}


def _part(key: str, now: Counts, before: Counts | None) -> Part:
    share, was = _satisfied(now), None if before is None else _satisfied(before)
    change = None if was is None else share_change(was, share)
    return Part(key, NAMES[key], share, mean_of(now), tuple(now[value] for value in CSAT.values), was, change)


def _satisfied(counts: Counts) -> Share:
    return wilson(sum(count for value, count in counts.items() if value >= CSAT.good), sum(counts.values()))
