"""What is measured of a seeded group agrees with its ledger and with itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, func, select

from app.booking.effort.models import BookingEffort
from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.enquiries.models import Enquiry
from app.demo.days import follow_the_clock
from app.demo.desk import CALLERS, engage, hold_rooms
from app.demo.measured import write_planted
from app.demo.visits.stream import objects
from app.experience.funnel.models import Event, Visit
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import low
from app.experience.surveys.rules.scales import SCALES, Scores
from app.identity.referrals import is_good
from app.insight import verify
from app.kernel import clock
from app.outbox.models import Message
from app.store import db
from app.worker.surveys import ask_guests
from tests.unit.demo.conftest import MEASURED

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def number(query: Select[Any]) -> int:
    return int(db.session.execute(query).scalar_one())


def test_every_booking_of_the_site_ends_a_visit_unless_its_guest_objects(seeded: Flask) -> None:
    since = clock.now() - timedelta(days=MEASURED)
    rows = db.session.execute(
        select(Booking.reference, BookingEffort.booking_id)
        .outerjoin(BookingEffort, BookingEffort.booking_id == Booking.id)
        .where(Booking.booked_at > since, Booking.source == "web")
    ).all()
    assert rows
    assert all(objects(reference) == (effort is None) for reference, effort in rows)
    ended = sum(effort is not None for _, effort in rows)
    assert number(select(func.count()).where(Visit.booked_at.is_not(None))) == ended
    assert number(select(func.count()).where(Event.name == "booked")) == ended


def test_a_visit_is_what_its_events_come_to(seeded: Flask) -> None:
    came = select(
        Event.visit, func.count().label("events"), func.min(Event.at).label("first"), func.max(Event.at).label("last")
    )
    own = came.group_by(Event.visit).subquery()
    odd = (
        select(func.count())
        .select_from(Visit)
        .outerjoin(own, own.c.visit == Visit.visit)
        .where(
            (own.c.events.is_(None))
            | (own.c.events != Visit.events)
            | (own.c.first != Visit.first_at)
            | (own.c.last != Visit.last_at)
        )
    )
    assert number(select(func.count()).select_from(Visit)) > MEASURED * 200
    assert number(odd) == 0


def test_guests_are_asked_once_and_low_scores_have_a_case_where_they_agreed(seeded: Flask) -> None:
    rows = db.session.execute(
        select(Survey.id, Answer.contact_agreed, *(Answer.__table__.c[name] for name in SCALES), Case.id.label("case"))
        .join(Answer, Answer.survey_id == Survey.id)
        .outerjoin(Case, (Case.subject == "survey") & (Case.subject_id == Survey.id))
    ).all()
    assert len(rows) > 100
    for row in rows:
        poor = low(Scores(**{name: row._mapping[name] for name in SCALES}))
        assert (row.case is not None) == bool(poor and row.contact_agreed)
    asked = select(func.count()).where(Survey.moment == "stay")
    assert number(asked) == number(select(func.count()).where(Message.kind == "survey")) > 0
    changed = select(func.count()).where(Survey.moment == "amendment", Survey.occasion == Booking.revision)
    told = select(func.count()).where(Message.kind == "changed", Message.subject_id == Booking.id)
    revised = (Booking.revision > 0, Survey.booking_id == Booking.id)
    assert number(changed.where(*revised)) == number(told.where(Booking.revision > 0)) > 0


def test_what_was_planted_is_written_down(seeded: Flask) -> None:
    file = write_planted(seeded.config["SETTINGS"])
    assert file is not None
    assert file.name == "planted.json"
    told = json.loads(file.read_text("utf-8"))
    assert len(told["faults"]) == 3
    assert {"step", "signal", "device", "weeks", "size"} <= told["faults"][0].keys()


def test_the_days_that_follow_have_visits_too(seeded: Flask) -> None:
    before = number(select(func.count()).select_from(Visit))
    clock.configure("2027-03-01T20:00+00:00")
    follow_the_clock()
    after = number(select(func.count()).select_from(Visit))
    assert after > before + 50
    assert number(select(func.count()).where(Visit.last_at > clock.now() + timedelta(hours=5))) == 0


def test_some_guests_were_sent_by_others(seeded: Flask) -> None:
    codes = db.session.scalars(select(Booking.referral).where(Booking.referral.is_not(None))).all()
    assert codes
    assert all(is_good(str(code), seeded.config["SETTINGS"].secrets) for code in codes)


def test_rooms_are_held_for_callers_and_a_group_and_all_agrees(seeded: Flask) -> None:
    assert hold_rooms() == len(CALLERS) + 1
    assert [result.name for result in verify.run() if not result.ok] == []
    assert engage() == 0


def test_guests_go_on_answering_what_the_worker_asks(seeded: Flask) -> None:
    follow_the_clock()
    before = number(select(func.count()).select_from(Answer))
    clock.configure("2027-03-02T21:00+00:00")
    follow_the_clock()
    assert ask_guests() > 0
    clock.configure("2027-03-03T21:00+00:00")
    follow_the_clock()
    assert number(select(func.count()).select_from(Answer)) > before
    assert follow_the_clock() == 0


def test_enquiries_of_every_channel_and_cases_of_complaints(seeded: Flask) -> None:
    assert set(db.session.scalars(select(Enquiry.channel).distinct())) == {"form", "thread", "phone"}
    complaints = number(select(func.count()).where(Enquiry.complaint))
    assert complaints
    assert number(select(func.count()).where(Case.subject == "enquiry")) == complaints
    by_form = number(select(func.count()).where(Enquiry.complaint, Enquiry.channel == "form"))
    assert number(select(func.count()).where(Case.booking_id.is_(None), Case.email.is_not(None))) == by_form
    assert number(select(func.count()).where(Case.owner_id.is_(None))) == 0
    answers = number(select(func.count()).where(Message.kind == "enquiry_answer"))
    assert 0 < answers <= number(select(func.count()).where(Enquiry.first_answer_at.is_not(None)))
