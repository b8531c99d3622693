"""Who is to be asked, and who has been."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.catalogue.models import Location
from app.experience.surveys.models import Answer, Survey, SurveyRefusal
from app.experience.surveys.queries.asked import MAILED, asks
from app.experience.surveys.rules import ONCE_IN, STAY
from app.identity.models import Guest
from app.outbox.models import Message
from app.store import db

_survey, _answer, _booking = Survey.__table__, Answer.__table__, Booking.__table__
_message, _refusal = Message.__table__, SurveyRefusal.__table__


def mailed_since(after: datetime) -> list[Any]:
    """Mails sent after then in which somebody is asked about booking, without a survey yet: `moment`, `occasion`,
    `booking_id` and when they were sent."""
    moments = {kind: moment for moment, kind in MAILED.items()}
    rows = db.session.execute(
        select(
            _message.c.kind, _message.c.subject_id, _message.c.occasion, _message.c.facts, _message.c.sent_at,
            _booking.c.source,
        )
        .join(_booking, _booking.c.id == _message.c.subject_id)
        .where(
            _message.c.kind.in_(moments),
            _message.c.subject == "booking",
            _message.c.state == "sent",
            _message.c.sent_at > after,
        )
        .order_by(_message.c.id)
    )  # fmt: skip
    known = _known_since(after)
    found = []
    for row in rows:
        moment, occasion = moments[row.kind], row.occasion or "0"
        if not occasion.isdecimal() or not asks(moment, row.source, row.facts):
            continue
        if (row.subject_id, moment, int(occasion)) not in known:
            found.append((moment, int(occasion), row.subject_id, row.sent_at))
    return found


def _known_since(after: datetime) -> set[tuple[int, str, int]]:
    rows = db.session.execute(
        select(_survey.c.booking_id, _survey.c.moment, _survey.c.occasion).where(
            _survey.c.moment.in_(MAILED), _survey.c.sent_at > after - timedelta(days=2)
        )
    )
    return {(row.booking_id, row.moment, row.occasion) for row in rows}


def departed_between(first: date, last: date) -> list[Any]:
    """Stays that ended on these days, of guests with an address, about which nobody was asked: booking, departure and
    time zone. Those of guests who never came, or cancelled, are none."""
    told = select(_survey.c.id).where(_survey.c.booking_id == _booking.c.id, _survey.c.moment == STAY)
    return list(
        db.session.execute(
            select(_booking.c.id, _booking.c.departure_on, Location.timezone)
            .join(Location, Location.id == _booking.c.location_id)
            .join(Guest, Guest.id == _booking.c.guest_id)
            .where(
                _booking.c.departure_on.between(first, last),
                _booking.c.state.in_(("departed", "in_house")),
                Guest.email.is_not(None),
                Guest.erased_at.is_(None),
                ~told.exists(),
            )
            .order_by(_booking.c.departure_on, _booking.c.id)
        )
    )


def silent_between(first: date, last: date) -> list[Any]:
    """Surveys about stays that ended on these days, not answered and not reminded of: id, departure and time zone."""
    return list(
        db.session.execute(
            select(_survey.c.id, _survey.c.departure_on, Location.timezone)
            .join(Location, Location.id == _survey.c.location_id)
            .outerjoin(_answer, _answer.c.survey_id == _survey.c.id)
            .where(
                _survey.c.moment == STAY,
                _survey.c.departure_on.between(first, last),
                _survey.c.reminded_at.is_(None),
                _answer.c.survey_id.is_(None),
            )
            .order_by(_survey.c.id)
        )
    )


def asked_lately(guest_ids: list[int], now: datetime) -> bool:
    """Whether one of these was asked about a stay in the last 90 days."""
    lately = (_survey.c.guest_id.in_(guest_ids), _survey.c.moment == STAY, _survey.c.sent_at > now - ONCE_IN)
    return db.session.execute(select(_survey.c.id).where(*lately).limit(1)).first() is not None


def wants_no_surveys(guest_ids: list[int]) -> bool:
    """Whether one of these asked to be asked no more."""
    found = select(_refusal.c.id).where(_refusal.c.guest_id.in_(guest_ids)).limit(1)
    return db.session.execute(found).first() is not None
