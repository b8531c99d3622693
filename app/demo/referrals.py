"""Promoters of the demo who sent somebody: their link stands on a booking of another guest."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import bindparam, select, update

from app.booking.models import Booking
from app.booking.rules import LIVE
from app.experience.estimates import NPS
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.identity.referrals import referral_code
from app.store import db, write

ONE_IN = 18
"""Promoters whose link brings a booking, some weeks after their stay."""
LATER = timedelta(days=20)
_booking, _survey, _answer = Booking.__table__, Survey.__table__, Answer.__table__


def write_referrals() -> None:
    """Every so many promoters sent whoever booked next on the web."""
    promoters = db.session.execute(
        select(_survey.c.guest_id, _survey.c.departure_on)
        .join(_answer, _answer.c.survey_id == _survey.c.id)
        .where(_survey.c.moment == STAY, _survey.c.guest_id.is_not(None), _answer.c.nps >= NPS.good)
        .order_by(_survey.c.departure_on, _survey.c.id)
    ).all()[::ONE_IN]
    booked = db.session.execute(
        select(_booking.c.booked_at, _booking.c.id, _booking.c.guest_id)
        .where(_booking.c.source == "web", _booking.c.state.in_(LIVE), _booking.c.referral.is_(None))
        .order_by(_booking.c.booked_at, _booking.c.id)
    ).all()
    days: list[date] = [row.booked_at.date() for row in booked]
    keys = current_app.config["SETTINGS"].secrets
    sent: dict[int, str] = {}
    for guest_id, left_on in promoters:
        place = bisect_right(days, left_on + LATER)
        if place < len(booked) and booked[place].guest_id != guest_id:
            sent.setdefault(booked[place].id, referral_code(guest_id, keys))
    if sent:
        one = update(_booking).where(_booking.c.id == bindparam("sent_id")).values(referral=bindparam("code"))
        write(one, [{"sent_id": booking_id, "code": code} for booking_id, code in sorted(sent.items())])
