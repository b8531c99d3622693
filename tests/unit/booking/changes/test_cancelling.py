"""What goes back when a booking is cancelled, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.cancellation import cancellation_terms
from app.booking.errors import RefundChanged, Stale, WrongState
from app.booking.models import Booking
from app.booking.queries import booking_of
from app.booking.rules import Basket
from app.insight import verify
from app.journal.models import Entry, PersonalEntry
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.pricing.models import QuoteLine
from app.store import db
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, folio, paid, placed, taken

pytestmark = pytest.mark.houses(1)

TOO_LATE = "2027-03-04T09:00+00:00"


def hut() -> Basket:
    return basket(cast.found())


def two_rooms() -> Basket:
    """The hut from Friday and a snug from Saturday, two nights each."""
    one = basket(cast.found())
    other = basket(cast.found(), "snug", stay=Stay.of(FRIDAY + timedelta(days=1), 2))
    return replace(one, stays=(*one.stays, *other.stays))


def faults() -> list[str]:
    return [result.detail for result in verify.run() if not result.ok]


def test_before_the_deadline_all_comes_back(app: Flask) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 30000)
    terms = cancellation_terms(booked)
    assert (terms.refund_minor, terms.kept_minor, terms.resale) == (30000, 0, False)
    assert terms.words[-1] == "Cancelling is free until noon, Wed 3 March."

    done = booking.cancel_booking(booked, seen_refund_minor=30000, seen_revision=0, reason="The dog is ill")

    assert (done.refund_minor, done.kept_minor, done.revision) == (30000, 0, 1)
    assert asked_back() == [(30000, "cancelled")]
    assert balance(booked) == -30000, "until the provider has given it"
    assert taken("shepherds-hut", FRIDAY) == 0
    assert faults() == []


def test_after_the_deadline_what_was_paid_is_kept(app: Flask, set_clock: Callable[[str], None]) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 10000)
    set_clock(TOO_LATE)

    done = booking.cancel_booking(booked)

    assert (done.refund_minor, done.kept_minor) == (0, 10000)
    assert folio(booked)[-1] == ("Cancelled after the time to cancel free", 10000)
    assert balance(booked) == 0, "the unpaid rest is owed no more"
    assert asked_back() == []
    assert faults() == []


def test_a_booking_that_nobody_paid_costs_nothing(app: Flask, set_clock: Callable[[str], None]) -> None:
    booked = placed(hut()).booking_id
    set_clock(TOO_LATE)
    assert cancellation_terms(booked).words == (
        "It is too late to cancel free, but nothing was paid and nothing is charged.",
        "You owe nothing more.",
    )
    booking.cancel_booking(booked)
    assert (balance(booked), asked_back()) == (0, [])


def test_a_deadline_that_passes_meanwhile_is_said(app: Flask, set_clock: Callable[[str], None]) -> None:
    booked = placed(hut()).booking_id
    paid(booked, 30000)
    set_clock(TOO_LATE)

    with pytest.raises(RefundChanged) as changed:
        booking.cancel_booking(booked, seen_refund_minor=30000)

    assert (changed.value.old_minor, changed.value.new_minor) == (30000, 0)
    assert taken("shepherds-hut", FRIDAY) == 1


def test_a_stale_page_and_a_second_click_cancel_nothing(app: Flask) -> None:
    booked = placed(hut()).booking_id
    with pytest.raises(Stale):
        booking.cancel_booking(booked, seen_revision=3)
    booking.cancel_booking(booked, seen_revision=0)
    with pytest.raises(WrongState):
        booking.cancel_booking(booked)
    messages = db.session.execute(select(Message.occasion, Message.facts).where(Message.kind == "cancelled")).all()
    assert [occasion for occasion, _ in messages] == ["1"]
    assert messages[0].facts["refund_minor"] == 0


def test_the_guests_reason_is_personal(app: Flask) -> None:
    booked = placed(hut()).booking_id
    booking.cancel_booking(booked, reason="My mother is ill")

    entry = db.session.execute(select(Entry).where(Entry.action == "cancelled")).scalar_one()
    assert "mother" not in str(entry.facts)
    kept = db.session.execute(select(PersonalEntry.field, PersonalEntry.after)).one()
    assert tuple(kept) == ("reason", "My mother is ill")


def test_one_room_of_two_goes_and_the_other_stays_as_it_was(app: Flask) -> None:
    booked = placed(two_rooms()).booking_id
    paid(booked, 60000)

    done = booking.cancel_booking(booked, parts=[0])

    assert done.refund_minor == 30000
    left = booking_of(booked)
    assert left is not None
    assert (left.state, left.revision, left.quote.total_minor) == ("confirmed", 1, 30000)
    assert [stay.part for stay in left.live] == [1]
    assert (left.basket.arrival, left.basket.departure) == (FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3))
    assert (taken("shepherds-hut", FRIDAY), taken("snug", FRIDAY + timedelta(days=1))) == (0, 1)
    parts = db.session.scalars(
        select(QuoteLine.part).join(Booking, Booking.quote_id == QuoteLine.quote_id).where(Booking.id == booked)
    )
    assert set(parts) == {1}
    assert faults() == []

    with pytest.raises(WrongState):
        booking.cancel_booking(booked, parts=[0])
    booking.cancel_booking(booked, parts=[1])
    assert asked_back() == [(30000, "cancelled"), (30000, "cancelled")]
    state = db.session.execute(select(Booking.state).where(Booking.id == booked)).scalar_one()
    assert state == "cancelled"
    assert faults() == []


def test_one_room_of_two_too_late_keeps_its_share(app: Flask, set_clock: Callable[[str], None]) -> None:
    booked = placed(two_rooms()).booking_id
    paid(booked, 20000)
    set_clock(TOO_LATE)

    done = booking.cancel_booking(booked, parts=[1])

    assert (done.refund_minor, done.kept_minor) == (0, 10000)
    assert balance(booked) == 30000 - 10000, "the other room is owed less what was paid for it"
    assert faults() == []


def test_a_no_show_of_two_rooms_keeps_each_first_night_and_what_was_paid(app: Flask) -> None:
    booked = placed(two_rooms()).booking_id
    paid(booked, 5000)

    booking.mark_no_show(booked)

    saturday, sunday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
    assert [taken("shepherds-hut", night) for night in (FRIDAY, saturday)] == [1, 0]
    assert [taken("snug", night) for night in (saturday, sunday)] == [1, 0]
    assert balance(booked) == 0
    assert asked_back() == []
    assert faults() == []
