"""Answers for tests of what is counted from them."""

from __future__ import annotations

from datetime import timedelta

from app.booking.models import Booking
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.kernel import clock
from app.store import db, transaction


def answer(booking_id: int, **scores: int) -> None:
    """The guest of the booking answered these questions after their stay."""
    own = db.session.query(Booking).filter_by(id=booking_id).one()
    now = clock.now()

    def work() -> None:
        survey = Survey(
            booking_id=own.id,
            guest_id=own.guest_id,
            location_id=own.location_id,
            moment=STAY,
            source=own.source,
            arrival_on=own.arrival_on,
            departure_on=own.departure_on,
            sent_at=now,
            closes_at=now + timedelta(days=30),
        )
        db.session.add(survey)
        db.session.flush()
        db.session.add(Answer(survey_id=survey.id, answered_at=now, **scores))

    transaction(work)
