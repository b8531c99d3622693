"""How many of the guests who were asked wrote a review, and what they gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select

from app.experience.estimates import wilson
from app.experience.reviews.models import Review, ReviewChain
from app.experience.reviews.rules import GOOD
from app.experience.surveys.models import Survey
from app.experience.surveys.rules import STAY
from app.insight.board.rules import Days, Point, within
from app.store import db

_survey, _review = Survey.__table__, Review.__table__
Invited = tuple[date, bool]
"""The day on which a stay ended whose guest was asked, and whether they wrote."""


def invitations(days: Days, location_ids: Collection[int] | None) -> list[Invited]:
    """Of stays that ended in these days, those about which a guest was asked since reviews began; one statement."""
    since = select(ReviewChain.began_at).scalar_subquery()
    here = () if location_ids is None else (_survey.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(_survey.c.departure_on, _review.c.id)
        .outerjoin(_review, _review.c.booking_id == _survey.c.booking_id)
        .where(
            _survey.c.moment == STAY, _survey.c.sent_at >= since, _survey.c.departure_on.between(*days), *here
        )
    )  # fmt: skip
    return [(row.departure_on, row.id is not None) for row in rows]


def share_who_wrote(invited: Iterable[Invited], days: Days) -> Point:
    """Of those who were asked after a stay that ended in these days."""
    wrote = [done for day, done in invited if within(day, days)]
    found = wilson(sum(wrote), len(wrote))
    return Point(days, found.n, found.share, found.low, found.high)


def share_of_good(reviewed: Iterable[tuple[date, float]], days: Days) -> Point:
    """Of the reviews of stays that ended in these days, those whose own mean is 4 of 5 or more."""
    good = [mean >= GOOD for day, mean in reviewed if within(day, days)]
    found = wilson(sum(good), len(good))
    return Point(days, found.n, found.share, found.low, found.high)
