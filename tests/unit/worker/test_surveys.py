"""Guests are asked once, at ten on the house's clock, reminded once, and never more than the promises say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.booking.models import Booking
from app.booking.operations import cancel_booking
from app.experience.surveys import Given, record_answer, refuse_surveys
from app.experience.surveys.models import Survey
from app.experience.surveys.rules import STAY, Scores
from app.identity.models import Guest
from app.insight import verify
from app.kernel import clock
from app.outbox import record_sent
from app.outbox.models import Message
from app.store import db, transaction, write
from app.web.mail.kinds import KINDS
from app.worker.balances import ask_for_balances
from app.worker.cases import look_after_cases
from app.worker.reminders import remind
from app.worker.surveys import ask_guests
from tests import mailing

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
SetClock = Callable[[str], None]
ASKED = ("survey", "survey_reminder")
SUNDAY = date(2027, 3, 7)
AT_TEN, REMINDED = "2027-03-08T10:00+00:00", "2027-03-11T10:00+00:00"


def left(on: date = SUNDAY, email: str = "anna@example.com", state: str = "departed", **chosen: str) -> int:
    """The id of a booking whose guest left on that day."""
    booking_id = mailing.booked(email, **chosen)
    spent = {"arrival_on": on - timedelta(days=2), "departure_on": on, "state": state}
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(**spent)))
    return booking_id


def asked() -> list[tuple[str, int, datetime]]:
    rows = db.session.execute(
        select(Message.kind, Message.subject_id, Message.made_at).where(Message.kind.in_(ASKED)).order_by(Message.id)
    )
    return [(row.kind, row.subject_id, row.made_at) for row in rows]


def kinds() -> list[str]:
    return [kind for kind, _, _ in asked()]


def sound() -> bool:
    """Everything that is promised of mails and surveys; the stays of these tests have no rooms that they slept in."""
    named = {"messages", "announcements", "deliveries", "surveys_once", "surveys_mailed", "answers_in_time", "cases"}
    return not [result for result in verify.run() if result.name in named and not result.ok]


def test_at_ten_on_the_day_after_and_once_more_three_days_later(set_clock: SetClock) -> None:
    left()
    set_clock("2027-03-08T09:59+00:00")
    assert ask_guests() == 0
    set_clock(AT_TEN)
    assert (ask_guests(), ask_guests()) == (1, 0)
    set_clock("2027-03-11T09:59+00:00")
    assert ask_guests() == 0
    set_clock(REMINDED)
    assert (ask_guests(), ask_guests()) == (1, 0)
    set_clock("2027-03-14T10:00+00:00")
    assert ask_guests() == 0
    assert kinds() == ["survey", "survey_reminder"]
    assert sound()


@pytest.mark.parametrize(
    ("departure", "asks_at", "reminds_at"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 28, 9, tzinfo=UTC), datetime(2027, 3, 31, 9, tzinfo=UTC)),
        (date(2027, 3, 24), datetime(2027, 3, 25, 10, tzinfo=UTC), datetime(2027, 3, 28, 9, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 31, 10, tzinfo=UTC), datetime(2027, 11, 3, 10, tzinfo=UTC)),
        (date(2027, 10, 27), datetime(2027, 10, 28, 9, tzinfo=UTC), datetime(2027, 10, 31, 10, tzinfo=UTC)),
    ],
)
def test_once_across_both_clock_changes(
    set_clock: SetClock, departure: date, asks_at: datetime, reminds_at: datetime
) -> None:
    """Looked at twice an hour around ten, and every six hours besides, for six days."""
    booking_id = left(departure)
    start = asks_at - timedelta(hours=30)
    minutes = [6 * 60 * step for step in range(26)]
    minutes += [
        int((at - start).total_seconds()) // 60 + more for at in (asks_at, reminds_at) for more in (-60, -30, 0, 30)
    ]
    for minute in sorted(minutes):
        set_clock((start + timedelta(minutes=minute)).isoformat())
        ask_guests()
    assert asked() == [("survey", booking_id, asks_at), ("survey_reminder", booking_id, reminds_at)]


def test_a_worker_that_was_down_asks_late_but_not_too_late(set_clock: SetClock) -> None:
    first, second = left(), left(SUNDAY - timedelta(days=1), "ben@example.com", room_type="snug")
    set_clock("2027-03-09T10:00+00:00")
    ask_guests()
    assert [(kind, booking_id) for kind, booking_id, _ in asked()] == [("survey", first)]
    assert second != first


@pytest.mark.parametrize("state", ["cancelled", "no_show", "confirmed"])
def test_who_did_not_stay_is_not_asked(set_clock: SetClock, state: str) -> None:
    left(state=state)
    set_clock(AT_TEN)
    assert ask_guests() == 0


def test_who_was_forgotten_or_has_no_address_is_not_asked(set_clock: SetClock) -> None:
    left()
    left(email="ben@example.com", room_type="snug")
    erased = update(Guest).where(Guest.email == "anna@example.com").values(erased_at=clock.now())
    nowhere = update(Guest).where(Guest.email == "ben@example.com").values(email=None, email_lower=None)
    transaction(lambda: (write(erased), write(nowhere)))
    set_clock(AT_TEN)
    assert ask_guests() == 0


def test_a_guest_is_asked_about_one_stay_in_ninety_days(set_clock: SetClock) -> None:
    """The next departure is asked about from the ninety-first day on."""
    left()
    left(room_type="snug")
    left(SUNDAY + timedelta(days=89), room_type="garden")
    left(SUNDAY + timedelta(days=91), room_type="garden")
    set_clock(AT_TEN)
    assert ask_guests() == 1
    for hours, more in ((24 * 89, 0), (24 * 90 - 1, 0), (24 * 91, 1), (24 * 92, 0)):
        set_clock((datetime.fromisoformat(AT_TEN) + timedelta(hours=hours)).isoformat())
        remindless = [kind for kind in kinds() if kind == "survey"]
        ask_guests()
        assert len([kind for kind in kinds() if kind == "survey"]) - len(remindless) == more, hours
    surveys = db.session.scalars(select(Survey.sent_at).where(Survey.moment == STAY).order_by(Survey.id)).all()
    assert len(surveys) == 2
    assert sound()


def test_who_answered_or_asked_for_peace_is_not_reminded(set_clock: SetClock) -> None:
    answered, refused = left(), left(email="ben@example.com", room_type="snug")
    left(SUNDAY + timedelta(days=100), "ben@example.com", room_type="garden")
    set_clock(AT_TEN)
    assert ask_guests() == 2
    record_answer(STAY, answered, 0, Given(Scores(nps=9)))
    refuse_surveys(STAY, refused, 0)
    set_clock(REMINDED)
    assert ask_guests() == 0
    set_clock("2027-06-16T09:30+00:00")
    assert ask_guests() == 0


def test_what_the_mails_about_bookings_asked_is_counted_once_they_are_sent(set_clock: SetClock) -> None:
    """One of the guest's own doing, one of the house's: only the first is asked about."""
    booking_id = mailing.booked()
    cancel_booking(mailing.booked("ben@example.com", room_type="snug"), actor="staff", by=1)
    assert ask_guests() == 0
    for message_id in db.session.scalars(select(Message.id)).all():
        record_sent(message_id)
    assert (ask_guests(), ask_guests()) == (2, 0)
    cancel_booking(booking_id)
    record_sent(db.session.scalars(select(Message.id).order_by(Message.id.desc())).first() or 0)
    assert ask_guests() == 1
    rows = db.session.execute(select(Survey.moment, Survey.occasion, Survey.booking_id).order_by(Survey.id)).all()
    assert [(row.moment, row.occasion) for row in rows] == [("booking", 0), ("booking", 0), ("cancellation", 1)]
    assert sound()


MOST_A_STAY = 7
OF_OUR_OWN = {"before_arrival", "arrival_day", "survey", "survey_reminder", "case_closed"}
"""What goes to a guest of a stay unasked, each once."""

NOT_COUNTED = {
    "an act of the guest": {
        "booked", "changed", "cancelled", "case_reply", "enquiry_received", "enquiry_answer", "review_removed",
        "review_decided", "status_confirm", "sign_in", "mail_change", "mail_changed", "find", "waitlisted",
        "phone_hold",
    },
    "money": {"paid", "refunded", "balance"},
    "notices": {"notice", "notice_update", "notice_over", "notice_kept"},
    "asked for by itself, of no stay": {"status_changed", "status_planned", "place_free", "campaign", "case_asked"},
    "to staff": {"case_escalated", "invited", "digest", "campaign_trial"},
}  # fmt: skip


def test_seven_mails_a_stay_at_most(set_clock: SetClock) -> None:
    """Every kind that there is counts or has its reason not to; those that count go once and are at most seven."""
    uncounted = [kind for kinds in NOT_COUNTED.values() for kind in kinds]
    assert sorted([*OF_OUR_OWN, *uncounted]) == sorted(KINDS)
    assert len(OF_OUR_OWN) <= MOST_A_STAY
    booking_id = mailing.booked()
    gone = update(Booking).where(Booking.id == booking_id).values(state="departed")
    for days in range(-3, 45):
        set_clock((datetime(2027, 3, 5, 10, tzinfo=UTC) + timedelta(days=days)).isoformat())
        if days == 1:
            transaction(lambda: write(gone))
        for job in (remind, ask_for_balances, ask_guests, look_after_cases):
            job()
    mine = select(Message.kind).where(Message.subject == "booking", Message.subject_id == booking_id)
    sent = db.session.scalars(mine.where(Message.kind.not_in(uncounted))).all()
    assert sorted(sent) == ["arrival_day", "before_arrival", "survey", "survey_reminder"]
