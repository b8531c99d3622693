"""What the line costs a booking, in statements."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking import operations as booking
from tests.statements import counted
from tests.waiting import sold, waiting

pytestmark = pytest.mark.houses(1)


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
