"""Which surveys a period is about: after a stay those of stays that ended in it, else those that were sent in it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_

from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED, STAY
from app.insight.period import Filters
from app.kernel.stay import ONE_NIGHT
from app.kernel.wall import wall_instant

survey, answer = Survey.__table__, Answer.__table__

MOMENT_NAMES = {
    BOOKED: "When booking",
    CHANGED: "When changing",
    CANCELLED: "When cancelling",
    STAY: "After the stay",
}
"""Where ease is asked about, in the order in which it is lived."""


def of_houses(filters: Filters) -> list[ColumnElement[bool]]:
    return [] if filters.location_ids is None else [survey.c.location_id.in_(filters.location_ids)]


def stays_ended(since_on: date, until_on: date) -> ColumnElement[bool]:
    """Surveys after stays that ended from that day up to and with the other."""
    return and_(survey.c.moment == STAY, survey.c.departure_on.between(since_on, until_on))


def in_days(since_on: date, until_on: date) -> ColumnElement[bool]:
    """Surveys of these days, first and last included, of whatever moment."""
    since_at, until_at = _midnight(since_on), _midnight(until_on + ONE_NIGHT)
    sent = and_(survey.c.moment != STAY, survey.c.sent_at >= since_at, survey.c.sent_at < until_at)
    return or_(stays_ended(since_on, until_on), sent)


def house_name(location_id: int) -> str:
    return house_of(location_id).name


def _midnight(day: date) -> datetime:
    houses = catalogue().houses
    return wall_instant(day, 0, 0, houses[0].timezone if houses else "UTC")
