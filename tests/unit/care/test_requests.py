"""What a guest asks of the house, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask

from app.booking import operations as booking
from app.care import NotInHouse, TooManyRequests, ask_for, asked_by, finish_task, say_not_right
from app.store import db
from tests import cast
from tests.baskets import basket

pytestmark = pytest.mark.houses(1)
SetClock = Callable[[str], None]
AT_SIX = "2027-03-05T18:00+00:00"


@pytest.fixture
def booking_id(app: Flask) -> int:
    started = booking.start_checkout(basket(cast.found(), "garden"))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    return booking.place_booking(started.checkout_id).booking_id


def test_a_request_is_due_when_it_is_wanted_or_soon(booking_id: int, set_clock: SetClock) -> None:
    set_clock(AT_SIX)
    ask_for(booking_id, "Towels")
    ask_for(booking_id, "Firewood", "Dry", datetime(2027, 3, 5, 20, 0, tzinfo=UTC))
    ask_for(booking_id, "A cot", "", datetime(2027, 3, 5, 17, 0, tzinfo=UTC))
    due = [(one.title, one.words, one.due_at.strftime("%H:%M")) for one in asked_by(booking_id)]
    assert due == [("A cot", "", "18:00"), ("Firewood", "Dry", "20:00"), ("Towels", "", "18:15")]


def test_the_same_at_once_is_one_and_later_another(booking_id: int, set_clock: SetClock) -> None:
    set_clock("2027-03-05T18:00:00+00:00")
    first = ask_for(booking_id, "Towels")
    assert ask_for(booking_id, "Towels") == first
    assert ask_for(booking_id, "Towels", "Two") != first
    set_clock("2027-03-05T18:01:31+00:00")
    assert ask_for(booking_id, "Towels") != first


def test_what_was_done_may_be_asked_again_at_once(booking_id: int, set_clock: SetClock) -> None:
    set_clock(AT_SIX)
    first = say_not_right(booking_id)
    assert say_not_right(booking_id, "The tap") == first
    finish_task(first, actor="staff")
    assert say_not_right(booking_id) != first


def test_two_taps_at_the_same_moment_are_one(app: Flask, booking_id: int, set_clock: SetClock) -> None:
    set_clock(AT_SIX)
    together = Barrier(4)

    def tap(_: int) -> int:
        with app.app_context():
            together.wait(30)
            return say_not_right(booking_id)

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(tap, range(4)))
    db.session.rollback()
    assert [one.id for one in asked_by(booking_id)] == sorted(made)
    assert len(made) == 1


def test_twenty_waiting_are_enough_and_done_ones_make_room(booking_id: int, set_clock: SetClock) -> None:
    set_clock(AT_SIX)
    first = ask_for(booking_id, "Towels", "0")
    for number in range(1, 20):
        ask_for(booking_id, "Towels", str(number))
    with pytest.raises(TooManyRequests):
        ask_for(booking_id, "Towels", "more")
    finish_task(first, actor="staff")
    ask_for(booking_id, "Towels", "more")
    assert len(asked_by(booking_id)) == 20


@pytest.mark.parametrize("now", ["2027-03-04T23:59+00:00", "2027-03-08T00:00+00:00"])
def test_nobody_is_there_to_ask(booking_id: int, set_clock: SetClock, now: str) -> None:
    set_clock(now)
    with pytest.raises(NotInHouse):
        ask_for(booking_id, "Towels")
    with pytest.raises(NotInHouse):
        say_not_right(booking_id)


def test_a_booking_that_is_not_there_asks_for_nothing(app: Flask) -> None:
    with pytest.raises(NotInHouse):
        say_not_right(10**12)
