"""What guests answered, by house: after the stay by the day of departure, else by the day on which they were asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select

from app.experience.reviews.queries.counted import scores_by_house
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.plan.measures.measure import ByHouse, Days, Query, instants
from app.store import db

_survey, _answer = Survey.__table__, Answer.__table__

CES_MOMENTS = {
    "booking": "After booking",
    "amendment": "After a change",
    "cancellation": "After cancelling",
    STAY: "After the stay",
}
CSAT_MOMENTS = {
    "arrival": "Arrival",
    "room": "Room",
    "supper": "Supper",
    "garden": "Garden",
    "leaving": "Leaving",
}


def score_of(column: str) -> Query:
    """The query of one question that is asked after the stay."""

    def counted(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
        return _scores(column, STAY, days, location_ids)

    return counted


def ease(of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """CES of a moment."""
    return _scores("ces", of, days, location_ids)


def satisfaction(of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """CSAT of a part of the stay."""
    return _scores(f"csat_{of}", STAY, days, location_ids)


def reviewed(of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """What reviews gave a moment of the stay."""
    return dict(scores_by_house(of, days, location_ids).items())


def answered(_of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the surveys after a stay that were sent, how many were answered (1)."""
    rows = db.session.execute(
        select(_survey.c.location_id, func.count(), func.count(_answer.c.survey_id))
        .outerjoin(_answer, _answer.c.survey_id == _survey.c.id)
        .where(*_asked(STAY, days, location_ids))
        .group_by(_survey.c.location_id)
    )
    return {place: Counter({1: back, 0: sent - back}) for place, sent, back in rows}


def _scores(column: str, moment: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """One statement."""
    score = _answer.c[column]
    rows = db.session.execute(
        select(_survey.c.location_id, score, func.count())
        .join(_answer, _answer.c.survey_id == _survey.c.id)
        .where(*_asked(moment, days, location_ids), score.is_not(None))
        .group_by(_survey.c.location_id, score)
    )
    found: ByHouse = defaultdict(Counter)
    for place, value, count in rows:
        found[place][value] += count
    return found


def _asked(moment: str, days: Days, location_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    within = [_survey.c.moment == moment]
    if moment == STAY:
        within.append(_survey.c.departure_on.between(*days))
    else:
        since, until = instants(days)
        within += [_survey.c.sent_at >= since, _survey.c.sent_at < until]
    return within if location_ids is None else [*within, _survey.c.location_id.in_(location_ids)]
