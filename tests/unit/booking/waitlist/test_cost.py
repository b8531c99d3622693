"""What the line costs a booking, in statements."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.waitlist import possible
from app.booking.waitlist.operations import serve_waiting
from app.kernel.party import Party
from app.kernel.stay import Stay
from tests.baskets import WEEKEND
from tests.statements import counted
from tests.waiting import ANY_ROOM, house_full, sold, states, waiting, wish

pytestmark = pytest.mark.houses(1)
MOST_STATEMENTS = 45
"""Of a cancellation with somebody in the line who is not served by it."""


def test_where_nobody_waits_a_booking_asks_nothing_of_the_line(app: Flask) -> None:
    taken = sold()
    with counted() as seen:
        booking.cancel_booking(taken)
    assert not [one for one in seen.reads if "waitlist" in one or "watch" in one or "DISTINCT claim.owner" in one]


def test_many_who_wait_for_one_room_read_the_house_once_or_twice(app: Flask) -> None:
    taken = sold()
    for number in range(12):
        waiting(f"bea{number}")
    with counted() as seen:
        booking.cancel_booking(taken)
    assert len([one for one in [*seen.reads, *seen.writes] if "FROM allotment" in one and "string_agg" in one]) == 2


def test_a_set_for_many_over_two_months_is_looked_for_once_until_something_changes(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker looks every few seconds; the search of sixty dates of every house is not made again for that."""
    kept = house_full(Stay.of(WEEKEND.arrival, 20))
    span = wish(Stay.of(WEEKEND.arrival, 14), *ANY_ROOM, later=6, party=Party(6), rooms=None)
    entry = waiting("bea", span)
    searched: list[Stay] = []
    search = possible.possible
    monkeypatch.setattr(possible, "possible", lambda *of: searched.append(of[2]) or search(*of))
    assert serve_waiting() == 0
    assert len(searched) == 7
    for _ in range(3):
        assert serve_waiting() == 0
    assert len(searched) == 7
    with counted() as seen:
        booking.cancel_booking(kept["snug"][0])
    assert len([*seen.reads, *seen.writes]) < MOST_STATEMENTS
    assert serve_waiting() == 0
    assert len(searched) > 14, "what is free has changed"
    for booked in (*kept["snug"][1:], *kept["garden"]):
        booking.cancel_booking(booked)
    assert states() == {entry: "offered"}
