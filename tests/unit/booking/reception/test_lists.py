"""Who stands on which list of the front desk, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.booking.reception.queries import arrivals_on, departures_on, in_house_on, not_come
from app.store import db
from tests.builders import TODAY
from tests.cast import found
from tests.web.staff.front import TOMORROW, checked_in, guest

pytestmark = pytest.mark.houses(1)


def test_each_stands_where_they_belong(app: Flask, set_clock: Callable[[str], None]) -> None:
    coming, _ = guest("Anna Whitlock", nights=1)
    here, _ = checked_in("Ben Lund", nights=1, room="snug")
    gone, _ = guest("Cora Vane", room="shepherds-hut")
    booking.cancel_booking(gone)
    keep_people(coming, {}, {(0, 1): CannotEat("Anna", ("milk",)), (0, 2): CannotEat("Tom", ("nuts",))})
    house = found().id
    arriving = {one.booking_id: one for one in arrivals_on(house, TODAY)}
    assert {id_: one.where for id_, one in arriving.items()} == {coming: "coming", here: "here"}
    assert arriving[coming].allergies == 2
    assert arriving[coming].owed_minor == 15000
    assert arriving[coming].room_id is not None
    assert [one.booking_id for one in in_house_on(house, TODAY)] == [here]
    assert {one.booking_id for one in departures_on(house, TOMORROW)} == {coming, here}
    set_clock("2027-03-03T09:00+00:00")
    later = TODAY + timedelta(days=2)
    assert [one.booking_id for one in not_come(house, later)] == [coming]
    assert [one.booking_id for one in departures_on(house, later)] == [here], "overdue"


def test_a_booking_of_two_rooms_comes_and_goes_by_room(app: Flask) -> None:
    booking_id, _ = guest(rooms=2, room="snug")
    booking.check_in(booking_id, parts=[0])
    house = found().id
    assert [(one.part, one.where, one.rooms) for one in arrivals_on(house, TODAY)] == [(0, "here", 2), (1, "coming", 2)]
    booking.check_in(booking_id, parts=[1])
    booking.check_out(booking_id, parts=[0])
    db.session.rollback()
    assert [(one.part, one.state) for one in in_house_on(house, TODAY)] == [(1, "in_house")]
    booking.check_out(booking_id)
    assert in_house_on(house, TODAY) == []


def test_who_came_back_is_counted_by_mail(app: Flask) -> None:
    for _ in range(2):
        before, _ = guest("Anna Whitlock")
        booking.check_in(before)
        booking.check_out(before)
    guest("Anna Whitlock", room="snug")
    newest = next(one for one in arrivals_on(found().id, TODAY) if one.where == "coming")
    assert newest.stays_before == 2
