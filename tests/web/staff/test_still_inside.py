"""A room whose last guest has not left is given to nobody without a reason."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from app.inventory.operations import set_room_state
from tests import stock
from tests.staffing import desk
from tests.web.staff.front import HOUSE, TOMORROW, checked_in, guest
from tests.web.staff.test_check_in import PEOPLE, asked, deeds, receive, state
from tests.web.staff.test_walk_in import asked as look
from tests.web.staff.test_walk_in import form as walking
from tests.web.staff.test_walk_in import rate

NEXT_MORNING = "2027-03-02T09:30+00:00"


def test_nobody_is_put_into_a_room_that_somebody_still_has(app: Flask, set_clock: Callable[[str], None]) -> None:
    _, left_from = checked_in("Amir Quigley", 1)
    booking_id, reference = guest(first=TOMORROW)
    door = stock.rows("SELECT DISTINCT room_id FROM room_night")[0][0]
    set_clock(NEXT_MORNING)
    staff = desk(app)
    assert "Amir Quigley has not left" in staff.get(f"{HOUSE}/arrivals", reads=13).text
    today = staff.get(f"{HOUSE}/today", reads=25)
    assert "garden 1, Quigley has not left" in today.text
    assert "1 not left yet" in today.text
    page = asked(staff, reference)
    assert "garden 1, Amir Quigley has not left" in page.text
    refused = receive(staff, page, 422, **PEOPLE, settle="cash")
    assert "garden 1 is still Amir Quigley’s: check them out first" in refused.text
    assert state(booking_id) == "confirmed"
    out = staff.get(f"{HOUSE}/bookings/{left_from}/check-out", reads=40)
    staff.submit(out.form(action=f"{HOUSE}/bookings/{left_from}/check-out").fill(settle="cash"), reads=90)
    set_room_state(door, "inspected", None)
    assert "has not left" not in staff.get(f"{HOUSE}/arrivals", reads=13).text
    receive(staff, asked(staff, reference), **PEOPLE, settle="cash")
    assert state(booking_id) == "in_house"


def test_whoever_goes_into_it_all_the_same_has_a_reason(app: Flask, set_clock: Callable[[str], None]) -> None:
    checked_in("Amir Quigley", 1)
    booking_id, reference = guest(first=TOMORROW)
    set_clock(NEXT_MORNING)
    staff = desk(app)
    receive(staff, asked(staff, reference), **PEOPLE, settle="cash", unready="They know each other")
    assert state(booking_id) == "in_house"
    assert "let_in_unready" in deeds(booking_id)


def test_a_door_that_somebody_still_has_is_not_ready(app: Flask, set_clock: Callable[[str], None]) -> None:
    checked_in("Amir Quigley", 1)
    set_clock(NEXT_MORNING)
    staff = desk(app)
    page = look(staff)
    assert "garden 2 and garden 3 ready" in page.text
    assert "garden 1" not in page.text
    on = staff.submit(walking(page, rate=rate(page), settle="cash"), reads=200)
    assert on.one("select", id="room-0").find("option[@selected]").text == "garden 2, ready"
