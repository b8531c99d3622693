"""The demo's guests go on answering what the worker asks them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.booking.effort import Effort
from app.booking.effort.models import BookingEffort
from app.booking.models import BookedStay, BookedSupper, Booking
from app.catalogue.models import Location
from app.demo.visits.effort import hardness
from app.demo.voices.answering import Reply, Stayed, after_booking, after_stay
from app.experience.surveys import Given, record_answer, record_opened
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import BOOKED, STAY, Scores
from app.kernel import clock
from app.store import db

ANSWERED_WITHIN = timedelta(days=6)

COUNTS = tuple(column for column in BookingEffort.__table__.c if column.name != "booking_id")
_survey, _booking, _effort = Survey.__table__, Booking.__table__, BookingEffort.__table__


def answer_surveys() -> int:
    """Made-up guests who were asked in the last days have looked and answered by now, as far as they ever do; answers
    how many did. Whoever booked on the site answers for themselves."""
    now, done = clock.now(), 0
    for row in _unanswered(now):
        said = after_stay(_stayed(row), now.date()) if row.moment == STAY else after_booking(row.reference, _hard(row))
        if said.reply and row.sent_at + said.reply.after <= now:
            record_answer(row.moment, row.booking_id, 0, _given(said.reply))
            done += 1
        elif said.read_after and row.opened_at is None and row.sent_at + said.read_after <= now:
            record_opened(row.moment, row.booking_id, 0)
            done += 1
    return done


def _unanswered(now: datetime) -> list[Any]:
    supper = select(BookedSupper.stay_id).join(BookedStay, BookedStay.id == BookedSupper.stay_id)
    return list(
        db.session.execute(
            select(
                _survey.c.moment, _survey.c.sent_at, _survey.c.opened_at, _survey.c.departure_on, _survey.c.source,
                _survey.c.booking_id, _booking.c.reference, Location.slug, *COUNTS,
                supper.where(BookedStay.booking_id == _booking.c.id).exists().label("supper"),
            )
            .join(_booking, _booking.c.id == _survey.c.booking_id)
            .join(Location, Location.id == _survey.c.location_id)
            .outerjoin(_effort, _effort.c.booking_id == _booking.c.id)
            .outerjoin(Answer, Answer.survey_id == _survey.c.id)
            .where(
                _survey.c.moment.in_((BOOKED, STAY)),
                _survey.c.occasion == 0,
                _survey.c.sent_at > now - ANSWERED_WITHIN,
                _booking.c.checkout_id.is_(None),
                Answer.survey_id.is_(None),
            )
            .order_by(_survey.c.id)
        )
    )  # fmt: skip


def _stayed(row: Any) -> Stayed:
    return Stayed(row.reference, row.slug, row.departure_on, row.source, False, row.supper, _hard(row))


def _hard(row: Any) -> float:
    if row.seconds is None:
        return 0.4
    counts = (row.back_steps, row.refusals, row.errors, row.seconds, row.returns_to_search, row.price_changes)
    return hardness(Effort(*counts))


def _given(reply: Reply) -> Given:
    return Given(Scores(**reply.scores), reply.words, reply.contact_agreed, reply.named)
