"""What people ask a house and how it is answered, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.booking import operations as booking
from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.enquiries import (
    Asked,
    EnquiryChanged,
    EnquiryClosed,
    NoAddress,
    TooManyMessages,
    answer,
    ask_by_form,
    close_enquiry,
    forget_enquiries,
    log_call,
    write_to_house,
)
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.operations import asking
from app.care.enquiries.queries import enquiry_in, thread_of, waiting_by_house, waiting_enquiries
from app.care.enquiries.rules import MOST_WAITING, Desk, time_open
from app.identity.exporting import everything_about
from app.identity.operations import erase_guests
from app.kernel import clock
from app.kernel.errors import Invalid
from app.outbox.models import Message
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket

SetClock = Callable[[str], None]
LONDON = "Europe/London"
EIGHT_TO_EIGHT = Desk(LONDON)


@pytest.fixture
def booking_id(app: Flask) -> int:
    started = booking.start_checkout(basket(cast.found(), "garden"))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    return booking.place_booking(started.checkout_id).booking_id


def mails(kind: str) -> list[Any]:
    return list(db.session.execute(select(Message.address, Message.occasion).where(Message.kind == kind)))


def number(table: type[Any]) -> int:
    return int(db.session.execute(select(func.count()).select_from(table.__table__)).scalar_one())


def asked(booking_id: int | None = None, **more: Any) -> Asked:
    reference = ""
    if booking_id:
        reference = db.session.execute(select(Booking.reference).where(Booking.id == booking_id)).scalar_one()
    told = {"theme": "garden", "words": "May we pick the damsons?", "email": "anna@example.com", **more}
    return Asked(cast.found().id, reference=reference, **told)


def minute(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2027-03-05T09:00", "2027-03-05T11:30", 2.5),
        ("2027-03-05T19:00", "2027-03-06T09:00", 2),
        ("2027-03-05T22:00", "2027-03-06T06:00", 0),
        ("2027-03-05T06:00", "2027-03-05T21:00", 12),
        ("2027-03-27T12:00", "2027-03-29T12:00", 25),
        ("2027-03-05T11:00", "2027-03-05T09:00", 0),
        ("2027-03-01T12:00", "2027-03-11T12:00", 120),
    ],
)
def test_only_hours_in_which_the_desk_is_open_count(since: str, until: str, hours: float) -> None:
    assert time_open(minute(since), minute(until), EIGHT_TO_EIGHT) == timedelta(hours=hours)


def test_every_house_has_hours_of_its_own() -> None:
    """From ten to half past three: half an hour of the Friday, five and a half of each whole day, two of the Monday."""
    desk = Desk.of(LONDON, time(10), time(15, 30))
    assert time_open(minute("2027-03-05T15:00"), minute("2027-03-08T12:00"), desk) == timedelta(hours=13.5)
    assert (desk.words, Desk.of(LONDON, None, None).words) == ("10am to 3.30pm", "8am to 8pm")


@given(st.integers(0, 30_000), st.integers(0, 30_000))
def test_open_time_is_the_minutes_between_eight_and_eight(after: int, length: int) -> None:
    since = datetime(2027, 3, 15, tzinfo=UTC) + timedelta(minutes=after)
    zone_open = sum(
        8 <= at.astimezone(ZoneInfo(LONDON)).hour < 20
        for at in (since + timedelta(minutes=15 * step) for step in range(length // 15))
    )
    until = since + timedelta(minutes=15 * (length // 15))
    assert abs(time_open(since, until, EIGHT_TO_EIGHT) - timedelta(minutes=15 * zone_open)) <= timedelta(minutes=30)


@pytest.mark.houses(1)
def test_a_form_is_received_once_and_says_so_by_mail(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-05T10:00+00:00")
    first = ask_by_form(asked())
    assert ask_by_form(asked()) == first
    assert [address for address, _ in mails("enquiry_received")] == ["anna@example.com"]
    set_clock("2027-03-05T10:03+00:00")
    assert ask_by_form(asked()) != first
    with pytest.raises(Invalid):
        ask_by_form(asked(theme="weather"))


@pytest.mark.houses(1)
def test_a_complaint_is_a_case_of_a_booking_only_where_it_is_ones_own(booking_id: int) -> None:
    ask_by_form(asked(booking_id, complaint=True, email="somebody@example.com"))
    assert db.session.execute(select(Case.booking_id, Case.guest_id)).one() == (None, None)
    found = enquiry_in(ask_by_form(asked(booking_id, complaint=True, email="Anna@Example.com")))
    assert found is not None
    assert found.booking_id == booking_id
    newest = select(Case.subject, Case.title, Case.booking_id).order_by(Case.id.desc()).limit(1)
    case = db.session.execute(newest).one()
    assert tuple(case) == ("enquiry", "Complaint: house and garden", booking_id)


@pytest.mark.houses(1)
def test_a_thread_is_answered_by_one_mail_and_the_later_of_two_is_told(booking_id: int) -> None:
    thread = write_to_house(booking_id, "food", "No nuts, please")
    assert write_to_house(booking_id, "food", "No nuts, please") == thread
    assert write_to_house(booking_id, "food", "Nor seeds") == thread
    (waiting,) = waiting_enquiries(cast.found().id, most=9)
    assert (waiting.words, waiting.revision) == ("Nor seeds", 1)
    answer(thread, "The kitchen has read it.", seen_revision=1, by=1)
    with pytest.raises(EnquiryChanged):
        answer(thread, "It has.", seen_revision=1, by=2)
    assert [address for address, _ in mails("enquiry_answer")] == ["anna@example.com"]
    assert [one.side for one in thread_of(booking_id)] == ["guest", "guest", "house"]
    assert waiting_by_house([cast.found().id]) == {}
    close_enquiry(thread, seen_revision=2, by=1)
    with pytest.raises(EnquiryClosed):
        answer(thread, "Goodbye", seen_revision=3, by=1)
    again = write_to_house(booking_id, "food", "And no mustard")
    assert again != thread
    assert waiting_by_house([cast.found().id])[cast.found().id].count == 1


@pytest.mark.houses(1)
def test_the_first_answer_is_the_one_that_counts(booking_id: int, set_clock: SetClock) -> None:
    set_clock("2027-03-01T10:00+00:00")
    thread = write_to_house(booking_id, "food", "No nuts")
    set_clock("2027-03-01T11:00+00:00")
    answer(thread, "Read.", seen_revision=0, by=1)
    set_clock("2027-03-01T12:00+00:00")
    write_to_house(booking_id, "food", "Thank you")
    set_clock("2027-03-01T15:00+00:00")
    answer(thread, "Welcome.", seen_revision=2, by=1, close=True)
    found = enquiry_in(thread)
    assert found is not None
    assert found.closed_at is not None
    assert (found.first_answer_at, found.waiting_since) == (minute("2027-03-01T11:00"), None)


@pytest.mark.houses(1)
def test_a_booking_has_only_so_many_messages_waiting(booking_id: int) -> None:
    for turn in range(MOST_WAITING):
        thread = write_to_house(booking_id, "food", f"And {turn}")
    with pytest.raises(TooManyMessages):
        write_to_house(booking_id, "food", "And more")
    found = enquiry_in(thread)
    assert found is not None
    answer(thread, "Read.", seen_revision=found.revision, by=1)
    assert write_to_house(booking_id, "food", "And more") == thread


@pytest.mark.houses(1)
def test_a_call_is_answered_there_and_then_or_waits(booking_id: int) -> None:
    call = Asked(cast.found().id, "broken", "The tap drips", complaint=True)
    done = log_call(call, by=1, booking_id=booking_id, answer="A washer is on its way")
    assert log_call(call, by=1, booking_id=booking_id, answer="A washer is on its way") == done
    found = enquiry_in(done)
    assert found is not None
    assert found.closed_at == found.first_answer_at == found.opened_at
    assert (number(Case), mails("enquiry_answer")) == (1, [])
    waiting = log_call(Asked(cast.found().id, "price", "What is a weekend?"), by=1)
    answer(waiting, "Rang back: 412", seen_revision=0, by=1)
    assert mails("enquiry_answer") == []
    form = ask_by_form(asked())
    forget_enquiries(clock.now() + timedelta(days=1))
    kept = enquiry_in(form)
    assert kept is not None
    assert kept.words, "open ones are kept"
    gone = enquiry_in(done)
    assert gone is not None
    assert gone.words == ""


@pytest.mark.houses(1)
def test_nobody_answers_where_there_is_no_address(booking_id: int) -> None:
    form = ask_by_form(asked())
    enquiry = Enquiry.__table__
    db.session.rollback()
    transaction(lambda: write(enquiry.update().where(enquiry.c.id == form).values(email=None)))
    with pytest.raises(NoAddress):
        answer(form, "Yes", seen_revision=0, by=1)


@pytest.mark.houses(1)
def test_a_guest_takes_their_enquiries_along_and_can_have_them_forgotten(booking_id: int) -> None:
    thread = write_to_house(booking_id, "food", "No nuts, please")
    form = ask_by_form(asked(name="Anna Whitlock", phone="07700 900461"))
    guest_id = db.session.execute(select(Booking.guest_id).where(Booking.id == booking_id)).scalar_one()
    held = everything_about([guest_id])
    assert {row["id"] for row in held["enquiry"]} == {thread, form}
    assert [row["words"] for row in held["enquiry_message"]] == ["No nuts, please", "May we pick the damsons?"]
    erase_guests([guest_id])
    rows = db.session.execute(select(Enquiry.name, Enquiry.email, Enquiry.phone).order_by(Enquiry.id)).all()
    assert [tuple(row) for row in rows] == [("", None, ""), ("", None, "")]
    assert set(db.session.scalars(select(EnquiryMessage.words))) == {""}


@pytest.mark.houses(1)
def test_two_who_write_at_once_have_one_thread(app: Flask, booking_id: int) -> None:
    together = Barrier(4)
    db.session.rollback()

    def write_one(turn: int) -> int:
        with app.app_context():
            together.wait()
            return write_to_house(booking_id, "food", f"Message {turn}")

    with ThreadPoolExecutor(4) as pool:
        threads = set(pool.map(write_one, range(4)))
    assert len(threads) == 1
    assert len(thread_of(booking_id)) == 4


@pytest.mark.houses(1)
def test_a_second_thread_is_refused_by_the_database_itself(booking_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write_to_house(booking_id, "food", "No nuts")
    monkeypatch.setattr(asking, "_open_thread", lambda _: None)
    with pytest.raises(IntegrityError):
        write_to_house(booking_id, "food", "Nor seeds")
