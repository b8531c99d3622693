"""How many were asked, looked, and answered."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func, or_, select

from app.experience.estimates import wilson
from app.insight.period import Filters
from app.insight.voices.asked import MOMENT_NAMES, answer, in_days, of_houses, stays_ended, survey
from app.insight.voices.shapes import Response
from app.store import db

CHANNELS = {
    "web": "Booked on the site",
    "phone": "Booked by phone",
    "walk_in": "Walked in",
    "agent": "Booked by an agent",
    "block": "Came with a group",
    "import": "Booked elsewhere",
}
"""How a stay was booked, by the booking's source."""


def responses(filters: Filters) -> tuple[Response, ...]:
    """By moment, in the order in which they are lived; moments at which nobody was asked too. One statement.

    What another tool asked is not counted: it brought those who answered alone.
    """
    found = _counted(survey.c.moment, filters, in_days(filters.since_on, filters.until_on))
    return tuple(_response(name, found.get(moment, (0, 0, 0))) for moment, name in MOMENT_NAMES.items())


def stay_responses(filters: Filters) -> tuple[Response, ...]:
    """After stays that ended in the period, by how they were booked, most asked first. One statement."""
    found = _counted(survey.c.source, filters, stays_ended(filters.since_on, filters.until_on))
    named = [_response(CHANNELS.get(source, source), counts) for source, counts in found.items()]
    return tuple(sorted(named, key=lambda one: -one.sent))


def _counted(
    column: ColumnElement[str], filters: Filters, which: ColumnElement[bool]
) -> dict[str, tuple[int, int, int]]:
    looked = or_(survey.c.opened_at.is_not(None), answer.c.survey_id.is_not(None))
    rows = db.session.execute(
        select(column, func.count(), func.sum(case((looked, 1), else_=0)), func.count(answer.c.survey_id))
        .outerjoin(answer, answer.c.survey_id == survey.c.id)
        .where(which, or_(answer.c.origin.is_(None), answer.c.origin != "import"), *of_houses(filters))
        .group_by(column)
    )
    return {name: (sent, int(opened), answered) for name, sent, opened, answered in rows}


def _response(name: str, counts: tuple[int, int, int]) -> Response:
    sent, opened, answered = counts
    return Response(name, sent, wilson(opened, sent), wilson(answered, sent))
