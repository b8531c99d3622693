"""The row of a survey."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.experience.surveys.models import Survey
from app.experience.surveys.queries import Asked
from app.experience.surveys.rules import CLOSED_AFTER
from app.store import db, insert_unless_taken, write

_survey = Survey.__table__
KEYS = ("booking_id", "moment", "occasion")


def survey_row(survey: Asked, sent_at: datetime) -> int:
    """The id of the survey's row, ours until the transaction ends; it is written where there was none."""
    row = {
        "booking_id": survey.booking_id,
        "guest_id": survey.guest_id,
        "location_id": survey.location_id,
        "moment": survey.moment,
        "occasion": survey.occasion,
        "source": survey.source,
        "arrival_on": survey.arrival_on,
        "departure_on": survey.departure_on,
        "sent_at": sent_at,
        "closes_at": sent_at + CLOSED_AFTER,
    }
    survey_id = write(insert_unless_taken(Survey, *KEYS), row).scalar()
    if survey_id is not None:
        return int(survey_id)
    mine = [_survey.c[key] == row[key] for key in KEYS]
    return int(db.session.execute(select(_survey.c.id).where(*mine).with_for_update()).scalar_one())
