"""Stays that are over, and the surveys that go with them, for tests."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.booking import operations as booking
from app.care.cases.models import Case
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.web.survey_links import survey_path
from app.worker.surveys import ask_guests
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked

SetClock = Callable[[str], None]
IN_HOUSE, LEFT, ASKED = "2027-03-05T18:00+00:00", "2027-03-07T10:00+00:00", "2027-03-08T10:00+00:00"
"""Anna comes on Friday, leaves on Sunday, and is asked on Monday at ten."""


def stayed(set_clock: SetClock) -> int:
    """The id of Anna's booking, who has left."""
    booking_id, _ = booked()
    set_clock(IN_HOUSE)
    booking.check_in(booking_id)
    set_clock(LEFT)
    booking.check_out(booking_id)
    return booking_id


def asked(set_clock: SetClock) -> tuple[int, str]:
    """(booking, address of the survey) of Anna, who has left and was asked how it was."""
    booking_id = stayed(set_clock)
    set_clock(ASKED)
    assert ask_guests() == 1
    return booking_id, survey_path(STAY, booking_id)


def answers() -> list[Answer]:
    return list(fresh().scalars(select(Answer).order_by(Answer.survey_id)))


def cases() -> list[Case]:
    return list(fresh().scalars(select(Case).order_by(Case.id)))


def surveys() -> list[Survey]:
    return list(fresh().scalars(select(Survey).order_by(Survey.id)))
