"""How the houses looked after those to whom something went wrong, and after those who asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.care.cases.models import Case, CaseRemedy
from app.care.cases.rules import RESOLVED
from app.care.enquiries.models import Enquiry
from app.care.enquiries.rules import Desk
from app.catalogue.models import Location
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import CASE
from app.insight.cases.rules import Answered, OneCase, OneEnquiry, Tended, answered, grouped, tended
from app.insight.period import Filters
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.store import db

_case, _remedy, _enquiry = Case.__table__, CaseRemedy.__table__, Enquiry.__table__
_survey, _answer, _location = Survey.__table__, Answer.__table__, Location.__table__
_ASKED_CALLER = and_(_case.c.booking_id.is_(None), _case.c.asked_again_at.is_not(None))
_SAID_BY_CALLER = case(
    (and_(_ASKED_CALLER, _case.c.put_right_at.is_not(None)), 5), (and_(_ASKED_CALLER, _case.c.state != RESOLVED), 1)
)
"""Who named no booking answers no survey: they closed the case, or it was opened again after they were asked."""

UNSORTED = ""
"""The theme of a case that has no root cause yet."""


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The cases that were opened in a period: all of them, and by house (id), source and root cause, and how many
    of each house have which cause; and the enquiries of the period, all of them and by channel, with how many were of
    each theme."""

    whole: Tended
    by_house: dict[int, Tended]
    by_source: dict[str, Tended]
    by_cause: dict[str, Tended]
    causes_by_house: dict[int, dict[str, int]]
    enquiries: Answered
    by_channel: dict[str, Answered]
    themes: dict[str, int]


def case_report(filters: Filters, zone: str) -> CaseReport:
    """What began in the days of the period at its houses, as it stands now; two statements."""
    now = clock.now()
    cases, asked = _cases(filters, zone), _enquiries(filters, zone)
    by_house = grouped(cases, lambda one: str(one.location_id))
    return CaseReport(
        tended(cases, now),
        {int(house): tended(own, now) for house, own in by_house.items()},
        {source: tended(own, now) for source, own in grouped(cases, lambda one: one.source).items()},
        {theme: tended(own, now) for theme, own in grouped(cases, lambda one: one.theme).items()},
        {int(house): dict(Counter(one.theme for one in own)) for house, own in by_house.items()},
        answered(asked, now),
        {channel: answered(own, now) for channel, own in grouped(asked, lambda one: one.channel).items()},
        {theme: len(own) for theme, own in grouped(asked, lambda one: one.theme).items()},
    )


def causes(filters: Filters, zone: str) -> dict[str, int]:
    """How many of the cases of a period have each root cause, but those that have none yet; one statement."""
    rows = db.session.execute(
        select(_case.c.theme, func.count())
        .where(*_began(_case, _case.c.opened_at, filters, zone), _case.c.theme.is_not(None))
        .group_by(_case.c.theme)
    )
    return {theme: int(count) for theme, count in rows}


def _cases(filters: Filters, zone: str) -> list[OneCase]:
    given = (
        select(func.coalesce(func.sum(_remedy.c.amount_minor), 0))
        .where(_remedy.c.case_id == _case.c.id)
        .scalar_subquery()
    )
    said = func.coalesce(_answer.c.csat, _SAID_BY_CALLER)
    asked = and_(_survey.c.booking_id == _case.c.booking_id, _survey.c.moment == CASE, _survey.c.occasion == _case.c.id)
    rows: Any = db.session.execute(
        select(
            _case.c.location_id, _case.c.subject, func.coalesce(_case.c.theme, UNSORTED), _case.c.opened_at,
            _case.c.due_at, _case.c.contacted_at, _case.c.resolved_at, said, given, _location.c.currency,
        )
        .join(_location, _location.c.id == _case.c.location_id)
        .outerjoin(_survey, asked)
        .outerjoin(_answer, _answer.c.survey_id == _survey.c.id)
        .where(*_began(_case, _case.c.opened_at, filters, zone))
        .order_by(_case.c.id)
    )  # fmt: skip
    return [OneCase(*(*row[:8], int(row[8]), row[9])) for row in rows]


def _enquiries(filters: Filters, zone: str) -> list[OneEnquiry]:
    rows: Any = db.session.execute(
        select(
            _enquiry.c.location_id, _location.c.timezone, _location.c.desk_opens_time, _location.c.desk_closes_time,
            _enquiry.c.channel, _enquiry.c.theme, _enquiry.c.complaint,
            _enquiry.c.opened_at, _enquiry.c.first_answer_at, _enquiry.c.closed_at,
        )
        .join(_location, _location.c.id == _enquiry.c.location_id)
        .where(*_began(_enquiry, _enquiry.c.opened_at, filters, zone))
        .order_by(_enquiry.c.id)
    )  # fmt: skip
    return [OneEnquiry(row[0], Desk.of(*row[1:4]), *row[4:]) for row in rows]


def _began(table: Any, at: Any, filters: Filters, zone: str) -> list[ColumnElement[bool]]:
    since: datetime = wall_instant(filters.since_on, 0, 0, zone)
    until = wall_instant(filters.until_on + timedelta(days=1), 0, 0, zone)
    here = [] if filters.location_ids is None else [table.c.location_id.in_(filters.location_ids)]
    return [at >= since, at < until, *here]
