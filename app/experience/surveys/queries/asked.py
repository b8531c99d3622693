"""A survey as whoever answers it needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from app.booking.models import Booking
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import (
    BOOKED,
    CANCELLED,
    CASE,
    CHANGED,
    CLOSED_AFTER,
    SCALES,
    SOURCES,
    STAY,
    Scores,
)
from app.identity.models import Guest
from app.outbox.models import Message
from app.store import db

_survey, _answer, _booking = Survey.__table__, Answer.__table__, Booking.__table__
_message = Message.__table__

MAILED = {BOOKED: "booked", CHANGED: "changed", CANCELLED: "cancelled"}
"""The mail in which each question about booking is asked; those after a stay and a case have mails of their own."""

DID_NOT_HAPPEN = ("cancelled", "no_show")


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered last."""

    scores: Scores
    words: str
    contact_agreed: bool
    named: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey and the booking that it is about. `id` is None where it stands in a mail and in no table yet.

    `void` when the stay that it is about never was.
    """

    id: int | None
    moment: str
    occasion: int
    booking_id: int
    reference: str
    location_id: int
    guest_id: int | None
    guest_name: str
    source: str
    arrival_on: date
    departure_on: date
    sent_at: datetime
    closes_at: datetime
    void: bool
    answer: Answered | None

    @property
    def standing(self) -> Answered | None:
        """The answer to what was asked last: one about a case that was closed again since says nothing of how it is
        now."""
        if self.answer and self.moment == CASE and self.answer.answered_at < self.sent_at:
            return None
        return self.answer

    def is_open(self, now: datetime) -> bool:
        return not self.void and now < self.closes_at


def asked(moment: str, booking_id: int, occasion: int) -> Asked | None:
    """What was asked at that moment of a booking; None where nothing was, or the guest is forgotten. One statement."""
    mine = and_(_survey.c.booking_id == _booking.c.id, _survey.c.moment == moment, _survey.c.occasion == occasion)
    row = db.session.execute(
        select(
            _survey.c.id.label("survey_id"), _survey.c.sent_at, _survey.c.closes_at, _booking, Guest.name,
            Guest.erased_at, _answer.c.survey_id.label("answered"), _answer.c.words, _answer.c.contact_agreed,
            _answer.c.named, _answer.c.answered_at, _message.c.made_at, _message.c.facts,
            *(_answer.c[name] for name in SCALES),
        )
        .select_from(_booking)
        .outerjoin(Guest, Guest.id == _booking.c.guest_id)
        .outerjoin(_survey, mine)
        .outerjoin(_answer, _answer.c.survey_id == _survey.c.id)
        .outerjoin(_message, _mail(moment, occasion))
        .where(_booking.c.id == booking_id)
    ).one_or_none()  # fmt: skip
    if row is None or row.erased_at is not None:
        return None
    sent_at = row.sent_at or _mailed_at(row, moment, occasion)
    return _asked(row, moment, occasion, sent_at) if sent_at else None


def _asked(row: Any, moment: str, occasion: int, sent_at: datetime) -> Asked:
    answer = None
    if row.answered is not None:
        scores = Scores(**{name: row._mapping[name] for name in SCALES})
        answer = Answered(scores, row.words, row.contact_agreed, row.named, row.answered_at)
    return Asked(
        id=row.survey_id,
        moment=moment,
        occasion=occasion,
        booking_id=row.id,
        reference=row.reference,
        location_id=row.location_id,
        guest_id=row.guest_id,
        guest_name=row.name or "",
        source=row.source,
        arrival_on=row.arrival_on,
        departure_on=row.departure_on,
        sent_at=sent_at,
        closes_at=row.closes_at or sent_at + CLOSED_AFTER,
        void=moment == STAY and row.state in DID_NOT_HAPPEN,
        answer=answer,
    )


def _mail(moment: str, occasion: int) -> Any:
    """The condition that finds the mail in which it was asked; none for what has a mail of its own."""
    of_booking = and_(_message.c.subject == "booking", _message.c.subject_id == _booking.c.id)
    return and_(of_booking, _message.c.kind == MAILED.get(moment, ""), _message.c.occasion == str(occasion))


def _mailed_at(row: Any, moment: str, occasion: int) -> datetime | None:
    """When the mail was made in which it is asked; a booking asks on its page as well."""
    if moment == BOOKED:
        booked_at: datetime = row.booked_at
        return booked_at if occasion == 0 and row.source in SOURCES else None
    made_at: datetime | None = row.made_at
    return made_at if made_at and asks(moment, row.source, row.facts) else None


def occasion_at(moment: str, booking_id: int, at: datetime) -> int:
    """The occasion of the last survey of that moment that was asked by then, in a row or in a mail; 0 where none was.
    Two statements for a change or a cancellation, else none."""
    if moment not in (CHANGED, CANCELLED):
        return 0
    mine = (_survey.c.booking_id == booking_id, _survey.c.moment == moment, _survey.c.sent_at <= at)
    found = [(row.sent_at, row.occasion) for row in db.session.execute(select(_survey).where(*mine))]
    mails = select(_message.c.made_at, _message.c.occasion, _message.c.facts).where(
        _message.c.subject == "booking",
        _message.c.subject_id == booking_id,
        _message.c.kind == MAILED[moment],
        _message.c.made_at <= at,
    )
    found += [(row.made_at, int(row.occasion)) for row in db.session.execute(mails) if asks(moment, "", row.facts)]
    return max(found, default=(at, 0))[1]


def asks(moment: str, source: str, facts: Mapping[str, Any]) -> bool:
    """Whether a mail about a booking asks how easy it was: booked by the guest, also by telephone; changed online."""
    return source in SOURCES if moment == BOOKED else bool(facts.get("online"))


def location_answered(survey_id: int) -> int | None:
    """The house that an answer is about, by the id of its survey; None where nobody answered."""
    found = select(_survey.c.location_id).join(_answer, _answer.c.survey_id == _survey.c.id)
    place: int | None = db.session.execute(found.where(_survey.c.id == survey_id)).scalar()
    return place


def scores_of(survey_id: int) -> Scores | None:
    """The numbers that were answered last; None where nothing was. One statement."""
    row = db.session.execute(
        select(*(_answer.c[name] for name in SCALES)).where(_answer.c.survey_id == survey_id)
    ).one_or_none()
    return Scores(**row._mapping) if row else None
