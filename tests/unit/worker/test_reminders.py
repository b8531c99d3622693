"""Reminders go once, at the house's hour, to those who still come; a house is asked about those who did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.booking.models import Booking
from app.booking.operations import cancel_booking, check_in, keep_details, place_booking, start_checkout
from app.booking.rules import Details
from app.care import open_tasks
from app.insight import verify
from app.kernel import clock
from app.outbox import announce
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.reminders import ask_about_no_shows, remind
from tests import mailing
from tests.baskets import basket, several
from tests.cast import found

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]

BEFORE = "2027-03-02T10:00+00:00"
"""Three days before the Friday of the tests, at ten."""
ON_THE_DAY = "2027-03-05T08:00+00:00"
SetClock = Callable[[str], None]


def sent(kind: str | None = None) -> list[tuple[str, str, datetime]]:
    rows = db.session.execute(
        select(Message.kind, Message.occasion, Message.made_at).where(Message.kind != "booked").order_by(Message.id)
    ).all()
    return [(row.kind, row.occasion, row.made_at) for row in rows if kind in (None, row.kind)]


def arrive(booking_id: int, on: date) -> None:
    row = update(Booking).where(Booking.id == booking_id).values(arrival_on=on, departure_on=on + timedelta(days=2))
    transaction(lambda: write(row))


def test_three_days_before_and_on_the_day(set_clock: SetClock) -> None:
    mailing.booked()
    set_clock("2027-03-02T09:59+00:00")
    assert remind() == 0
    set_clock(BEFORE)
    assert remind() == 1
    assert remind() == 0
    set_clock(ON_THE_DAY)
    assert remind() == 1
    assert remind() == 0
    assert [(kind, occasion) for kind, occasion, _ in sent()] == [
        ("before_arrival", "2027-03-05"),
        ("arrival_day", "2027-03-05"),
    ]
    assert not [result for result in verify.run() if not result.ok]


@pytest.mark.parametrize(
    ("kind", "arrival", "goes_at"),
    [
        ("before_arrival", date(2027, 3, 31), datetime(2027, 3, 28, 9, tzinfo=UTC)),
        ("arrival_day", date(2027, 3, 28), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        ("before_arrival", date(2027, 11, 3), datetime(2027, 10, 31, 10, tzinfo=UTC)),
        ("arrival_day", date(2027, 10, 31), datetime(2027, 10, 31, 8, tzinfo=UTC)),
    ],
)
def test_once_across_both_clock_changes(set_clock: SetClock, kind: str, arrival: date, goes_at: datetime) -> None:
    """On the Sunday on which the clocks change, looked at twice an hour for the days around it."""
    arrive(mailing.booked(), arrival)
    for half_hours in range(-60, 100):
        set_clock((goes_at + timedelta(minutes=30 * half_hours)).isoformat())
        remind()
    assert sent(kind) == [(kind, arrival.isoformat(), goes_at)]


def test_a_worker_that_was_down_says_it_late_but_not_too_late(set_clock: SetClock) -> None:
    mailing.booked()
    set_clock("2027-03-04T09:59+00:00")
    assert remind() == 1
    set_clock("2027-03-06T07:00+00:00")
    assert remind() == 0, "the day of arrival is over"
    assert [kind for kind, _, _ in sent()] == ["before_arrival"]


def test_after_two_days_it_is_too_late(set_clock: SetClock) -> None:
    mailing.booked()
    set_clock("2027-03-04T10:00+00:00")
    assert remind() == 0


def test_who_books_later_than_that_has_just_been_told(set_clock: SetClock) -> None:
    set_clock("2027-03-02T10:01+00:00")
    mailing.booked()
    set_clock("2027-03-02T10:05+00:00")
    assert remind() == 0
    set_clock(ON_THE_DAY)
    assert remind() == 1, "the morning of arrival is another matter"


def test_who_changed_later_than_that_has_just_been_told(set_clock: SetClock) -> None:
    booking = mailing.booked()
    set_clock("2027-03-02T10:01+00:00")
    transaction(lambda: announce("changed", "booking", booking, "anna@example.com", {}, occasion="1"))
    assert remind() == 0


def test_who_has_cancelled_or_is_here_is_told_nothing(set_clock: SetClock) -> None:
    cancel_booking(mailing.booked("ben@example.com", room_type="snug"))
    here = mailing.booked("cleo@example.com", room_type="garden")
    set_clock(ON_THE_DAY)
    check_in(here)
    assert remind() == 0


def test_a_booking_that_moved_is_announced_for_its_new_day(set_clock: SetClock) -> None:
    booking = mailing.booked()
    set_clock(BEFORE)
    remind()
    arrive(booking, date(2027, 3, 12))
    set_clock("2027-03-09T10:00+00:00")
    assert remind() == 1
    assert [occasion for _, occasion, _ in sent()] == ["2027-03-05", "2027-03-12"]


def test_bookings_that_were_not_made_here_are_left_alone(set_clock: SetClock) -> None:
    booking = mailing.booked()
    transaction(lambda: write(update(Booking).where(Booking.id == booking).values(checkout_id=None)))
    set_clock(BEFORE)
    assert remind() == 0
    set_clock("2027-03-06T08:00+00:00")
    assert ask_about_no_shows() == 0


def test_a_house_is_asked_once_about_who_did_not_come(set_clock: SetClock) -> None:
    missing = mailing.booked()
    here = mailing.booked("cleo@example.com", room_type="garden")
    set_clock("2027-03-05T18:00+00:00")
    check_in(here)
    set_clock("2027-03-06T07:59+00:00")
    assert ask_about_no_shows() == 0
    set_clock("2027-03-06T08:00+00:00")
    ask_about_no_shows()
    ask_about_no_shows()
    (task,) = open_tasks(found().id)
    assert (task.kind, task.subject_id, task.due_at) == ("no_show", missing, clock.now())
    set_clock("2027-03-08T08:00+00:00")
    assert ask_about_no_shows() == 0


def test_a_house_is_asked_about_the_room_to_which_nobody_came(set_clock: SetClock) -> None:
    """While the others of the same booking are here; and no more once it is known."""
    house = found()
    started = start_checkout(several(house, basket(house, "garden"), basket(house, "snug")))
    keep_details(started.checkout_id, Details("Anna Wren", "anna@example.com").as_json())
    two = place_booking(started.checkout_id).booking_id
    set_clock("2027-03-05T18:00+00:00")
    check_in(two, parts=[0])
    set_clock("2027-03-06T08:00+00:00")
    for _ in range(2):
        ask_about_no_shows()
    (task,) = open_tasks(house.id)
    assert (task.kind, task.subject_id, task.words) == ("no_show", two, "Snug. The others of the booking are here.")
    check_in(two)
    ask_about_no_shows()
    db.session.rollback()
    assert open_tasks(house.id) == []


def test_once_it_is_known_nobody_is_asked_any_more(set_clock: SetClock) -> None:
    late = mailing.booked()
    set_clock("2027-03-06T08:00+00:00")
    ask_about_no_shows()
    check_in(late)
    ask_about_no_shows()
    db.session.rollback()
    assert open_tasks(found().id) == []
