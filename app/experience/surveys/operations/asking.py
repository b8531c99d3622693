"""Asking guests, each once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.booking.models import Booking
from app.care.cases import ask_again, ask_caller
from app.care.cases.models import Case
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.operations.records import survey_row
from app.experience.surveys.queries import asked, asked_lately, wants_no_surveys
from app.experience.surveys.rules import CASE, CLOSED_AFTER, STAY
from app.identity.merging.queries import with_merged
from app.identity.models import Guest
from app.kernel import clock
from app.outbox import announce_once
from app.store import db, insert_unless_taken, transaction, write

_survey, _booking, _guest = Survey.__table__, Booking.__table__, Guest.__table__
MAIL, REMINDER, AFTER_CASE = "survey", "survey_reminder", "case_closed"
"""The kinds of mail in which a survey is sent."""


def ask_after_stay(booking_id: int) -> bool:
    """The guest of a stay that is over is asked by mail how it was; False, and nothing is done, where nobody is.

    Only a stay that happened, a guest with an address who has not asked for peace, and none who was asked about another
    stay in the last 90 days: the guest is held meanwhile, so that of two stays at once one is asked about.
    """

    def work() -> bool:
        row = _whose(booking_id)
        now = clock.now()
        if row is None or row.state not in ("departed", "in_house") or not row.email or row.erased_at is not None:
            return False
        guest_ids = _same(row)
        if wants_no_surveys(guest_ids) or asked_lately(guest_ids, now):
            return False
        survey_id = write(insert_unless_taken(Survey, "booking_id", "moment", "occasion"), _columns(row, now)).scalar()
        return survey_id is not None and announce_once(
            MAIL, "booking", booking_id, row.email, {"reference": row.reference}, language=row.language
        )

    return transaction(work)


def remind_of(survey_id: int) -> bool:
    """Whoever has not answered is reminded by mail, once; False, and nothing is done, where that is not to be."""

    def work() -> bool:
        row = db.session.execute(
            select(_survey, Answer.survey_id.label("answered"))
            .outerjoin(Answer, Answer.survey_id == _survey.c.id)
            .where(_survey.c.id == survey_id)
            .with_for_update(of=_survey)
        ).one_or_none()
        now = clock.now()
        if row is None or row.answered is not None or row.reminded_at is not None or now >= row.closes_at:
            return False
        whose = _whose(row.booking_id)
        if whose is None or whose.state in ("cancelled", "no_show") or not whose.email or whose.erased_at is not None:
            return False
        if wants_no_surveys(_same(whose)):
            return False
        write(update(_survey).where(_survey.c.id == survey_id).values(reminded_at=now))
        facts = {"reference": whose.reference}
        return announce_once(REMINDER, "booking", row.booking_id, whose.email, facts, language=whose.language)

    return transaction(work)


def ask_about_case(case_id: int) -> bool:
    """Whoever's case was resolved is asked by mail whether it is put right, once for each time it was resolved; without
    a booking, whoever complained, where they left an address."""

    def work() -> bool:
        closing = ask_again(case_id)
        if closing is None:
            return False
        booking_id = db.session.execute(select(Case.booking_id).where(Case.id == case_id)).scalar_one()
        if booking_id is None:
            return ask_caller(case_id, closing)
        row, now = _whose(booking_id), clock.now()
        if row is None or not row.email or row.erased_at is not None:
            return False
        columns = _columns(row, now) | {"moment": CASE, "occasion": case_id}
        if write(insert_unless_taken(Survey, "booking_id", "moment", "occasion"), columns).scalar() is None:
            mine = (_survey.c.booking_id == booking_id, _survey.c.moment == CASE, _survey.c.occasion == case_id)
            write(update(_survey).where(*mine).values(sent_at=now, closes_at=now + CLOSED_AFTER))
        facts = {"reference": row.reference, "case": case_id}
        occasion = f"{case_id}-{closing}"
        return announce_once(
            AFTER_CASE, "booking", booking_id, row.email, facts, occasion=occasion, language=row.language
        )

    return transaction(work)


def note_asked(moment: str, occasion: int, booking_id: int, sent_at: datetime) -> bool:
    """A mail that asks how easy something was has gone out: its survey is counted from then on. False where nobody is
    asked any more."""

    def work() -> bool:
        survey = asked(moment, booking_id, occasion)
        if survey is None:
            return False
        survey_row(survey, sent_at)
        return True

    return transaction(work)


def _whose(booking_id: int) -> Any:
    """The booking with its guest; None without one."""
    return db.session.execute(
        select(_booking, _guest.c.email, _guest.c.email_lower, _guest.c.erased_at)
        .join(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_booking.c.id == booking_id)
    ).one_or_none()


def _same(row: Any) -> list[int]:
    """Every row under which this guest is known: with the same address, which are ours until the transaction ends, or
    merged with those."""
    same = select(_guest.c.id).where(_guest.c.email_lower == row.email_lower).order_by(_guest.c.id)
    return with_merged(list(db.session.scalars(same.with_for_update())))


def _columns(row: Any, now: datetime) -> dict[str, Any]:
    return {
        "booking_id": row.id,
        "guest_id": row.guest_id,
        "location_id": row.location_id,
        "moment": STAY,
        "occasion": 0,
        "source": row.source,
        "arrival_on": row.arrival_on,
        "departure_on": row.departure_on,
        "sent_at": now,
        "closes_at": now + CLOSED_AFTER,
    }
