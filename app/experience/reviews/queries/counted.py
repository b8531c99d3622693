"""Reviews as figures count them: by the day on which the stay ended, removed and forgotten ones left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.experience.reviews.models import Review, ReviewRemoval
from app.experience.reviews.queries.shown import MomentSum
from app.experience.reviews.rules import GOOD, MOMENTS, Rated
from app.store import db

_review, _removal = Review.__table__, ReviewRemoval.__table__
Days = tuple[date, date]
"""The first and the last day on which a stay ended."""


def scores_by_house(moment: str, days: Days, location_ids: Collection[int] | None) -> dict[int, Counter[int]]:
    """How often each score was given to a moment, by house; one statement."""
    score = _review.c[moment]
    columns = select(_review.c.location_id, score, func.count())
    given = _counted(columns, days, location_ids).where(score.is_not(None))
    rows = db.session.execute(given.group_by(_review.c.location_id, score))
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for place, value, count in rows:
        found[place][value] += count
    return found


def good_by_moment(days: Days, location_ids: Collection[int] | None) -> dict[str, MomentSum]:
    """How many scored each moment, and how many gave it 4 or 5; one statement."""
    scores = [_review.c[moment] for moment in MOMENTS]
    counts: list[ColumnElement[Any]] = [
        count for score in scores for count in (func.count(score), func.count().filter(score >= GOOD))
    ]
    row = list(db.session.execute(_counted(select(*counts), days, location_ids)).one())
    pairs = zip(row[::2], row[1::2], strict=True)
    return {moment: MomentSum(n, good) for moment, (n, good) in zip(MOMENTS, pairs, strict=True)}


def reviewed(days: Days, location_ids: Collection[int] | None) -> list[tuple[date, float]]:
    """When each reviewed stay ended, and the mean of what its guest gave; one statement."""
    columns = select(_review.c.departure_on, *(_review.c[moment] for moment in MOMENTS))
    return [
        (day, Rated({moment: score for moment, score in zip(MOMENTS, scores, strict=True) if score}).overall)
        for day, *scores in db.session.execute(_counted(columns, days, location_ids))
    ]


def _counted(columns: Select[Any], days: Days, location_ids: Collection[int] | None) -> Select[Any]:
    found = columns.select_from(_review.outerjoin(_removal, _removal.c.review_id == _review.c.id)).where(
        _review.c.departure_on.between(*days),
        _review.c.words != "",
        or_(_removal.c.review_id.is_(None), _removal.c.restored),
    )
    return found if location_ids is None else found.where(_review.c.location_id.in_(location_ids))
