"""Promoters who do what they said they would."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from app.booking.models import Booking
from app.experience.estimates import NPS, wilson
from app.experience.reviews.models import Review
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.insight.board.bookings import Kept
from app.insight.board.rules import Days, Point, within
from app.store import db

_survey, _answer = Survey.__table__, Answer.__table__
_booking, _review = Booking.__table__, Review.__table__
Said = tuple[date, int]
"""The day on which a guest left, and the score that they gave for it."""


def last_scores(since_on: date, until_on: date, location_ids: Collection[int] | None) -> dict[int, list[Said]]:
    """What each guest said after stays that ended in these days, oldest first; one statement."""
    here = () if location_ids is None else (_survey.c.location_id.in_(location_ids),)
    rows = db.session.execute(
        select(_survey.c.guest_id, _survey.c.departure_on, _answer.c.nps)
        .join(_answer, _answer.c.survey_id == _survey.c.id)
        .where(
            _survey.c.moment == STAY,
            _survey.c.guest_id.is_not(None),
            _answer.c.nps.is_not(None),
            _survey.c.departure_on.between(since_on, until_on),
            *here,
        )
        .order_by(_survey.c.departure_on, _survey.c.id)
    )
    found: dict[int, list[Said]] = {}
    for guest_id, left_on, score in rows:
        found.setdefault(guest_id, []).append((left_on, score))
    return found


def reviewers(since_on: date, until_on: date) -> set[int]:
    """The guests who wrote a review of a stay that ended in these days, at any house; one statement."""
    rows = db.session.execute(
        select(_booking.c.guest_id)
        .distinct()
        .join(_review, _review.c.booking_id == _booking.c.id)
        .where(_review.c.departure_on.between(since_on, until_on), _booking.c.guest_id.is_not(None))
    )
    return set(rows.scalars())


def ambassadors(scores: Mapping[int, Sequence[Said]], doers: Collection[int], days: Days) -> Point:
    """Of the guests whose last answer of the days made them promoters, those who are among the `doers`."""
    last = {
        guest_id: own[-1] for guest_id, said in scores.items() if (own := [one for one in said if within(one[0], days)])
    }
    promoters = [guest_id for guest_id, (_, score) in last.items() if score >= NPS.good]
    found = wilson(sum(guest_id in doers for guest_id in promoters), len(promoters))
    return Point(days, found.n, found.share, found.low, found.high)


def referrers_of(bookings: Sequence[Kept], known_as: Mapping[int, int]) -> set[int]:
    """The guests whose link brought a booking of somebody else's, under the name they are known by now."""
    sent = ((one.referrer_id, one.guest_id) for one in bookings if one.referrer_id is not None)
    return {known_as.get(by, by) for by, whose in sent if known_as.get(by, by) != whose}


def brought(bookings: Sequence[Kept], days: Days) -> int:
    """How many bookings that were made in the days came by a guest's link."""
    return sum(one.referrer_id is not None and within(one.booked_on, days) for one in bookings)
