"""What goes with recommending: which part of a stay, how easy it was, what was expected and what it was worth."""

from __future__ import annotations

from math import sqrt

from sqlalchemy import select

from app.experience.estimates import Z
from app.experience.surveys.rules import PARTS
from app.insight.period import Filters
from app.insight.voices.asked import answer, of_houses, stays_ended, survey
from app.insight.voices.rules import LEAST_ANSWERS, Weighed, relative_weights
from app.insight.voices.scales import EXPECTED, NAMES, WORTH
from app.insight.voices.shapes import Driver, Drivers
from app.insight.voices.stays import month_before
from app.store import db

YEAR = 12
EASE = "ces"
QUESTIONS = {EASE: "Easy to book and arrange", **{key: NAMES[key] for key in (*PARTS, EXPECTED, WORTH)}}


def drivers(filters: Filters) -> Drivers:
    """The drivers of NPS over the year up to the end of the period, as four weeks are too few; one statement."""
    since_on = min(filters.since_on, month_before(filters.until_on, YEAR - 1))
    columns = [answer.c.nps, *(answer.c[key] for key in QUESTIONS)]
    rows = db.session.execute(
        select(*columns)
        .join(survey, survey.c.id == answer.c.survey_id)
        .where(stays_ended(since_on, filters.until_on), answer.c.nps.is_not(None), *of_houses(filters))
    )
    given = [dict(row) for row in rows.mappings()]
    if len(given) < LEAST_ANSWERS:
        return Drivers(since_on, len(given), LEAST_ANSWERS - len(given), None, ())
    explained, weighed = relative_weights(given, "nps", list(QUESTIONS))
    found = tuple(Driver(one.name, QUESTIONS[one.name], one.n, one.weight, _falls(one)) for one in weighed)
    return Drivers(since_on, len(given), 0, explained, found)


def _falls(one: Weighed) -> bool:
    """Whether higher answers go with a lower score beyond chance."""
    return one.correlation < -Z / sqrt(one.n)
