"""Checking out at the desk: what is owed first, and the room is dirty afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.inventory.room_states import room_states
from tests import stock
from tests.builders import TODAY
from tests.cards import balance
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.front import HOUSE, checked_in, guest
from tests.web.staff.test_check_in import deeds, state

TUESDAY = "2027-03-02T09:00+00:00"


def asked(staff: Visitor, reference: str) -> Page:
    return staff.get(f"{HOUSE}/bookings/{reference}/check-out", reads=20)


def leave(staff: Visitor, page: Page, status: int = 200, **typed: Any) -> Page:
    return staff.submit(page.form(class_="deskform").fill(**typed), status, reads=90)


def test_a_guest_leaves(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = checked_in(nights=1)
    set_clock(TUESDAY)
    staff = desk(app)
    assert "Check out" in staff.get(f"{HOUSE}/departures").text
    refused = leave(staff, asked(staff, reference), 422)
    assert "Say how the £150.00 is settled" in refused.text
    page = leave(staff, refused, settle="cash")
    assert "Left" in page.text
    assert state(booking_id) == "departed"
    assert balance(booking_id) == 0
    room = stock.rows("SELECT DISTINCT room_id FROM room_night")[0][0]
    assert room_states(found().id)[room].state == "dirty"
    assert deeds(booking_id)[-2:] == ["paid", "checked_out"]
    assert stock.rows("SELECT COUNT(*) FROM folio_document WHERE kind = 'invoice'") == [(1,)]
    assert "out at 9am" in staff.get(f"{HOUSE}/departures").text


def test_only_a_manager_lets_somebody_leave_who_owes(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = checked_in(nights=1)
    set_clock(TUESDAY)
    reception, manager = desk(app), desk(app, "manager")
    page = asked(reception, reference)
    assert "Leaves owing" not in page.text
    data = page.form(class_="deskform").data() | {"settle": "open", "reason": "A regular"}
    assert "Only a manager" in reception.post(page.form(class_="deskform").action, data, 422).text
    leave(manager, asked(manager, reference), settle="open", reason="Her firm pays on account")
    assert state(booking_id) == "departed"
    assert balance(booking_id) == 15000
    assert "balance_left" in deeds(booking_id)


def test_leaving_early_is_said_before(app: Flask) -> None:
    booking_id, reference = checked_in(nights=2)
    staff = desk(app)
    page = asked(staff, reference)
    assert "They leave two nights early" in page.text
    leave(staff, page, settle="cash")
    assert state(booking_id) == "departed"


def test_one_room_of_two_leaves_first(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = checked_in(nights=1, rooms=2, room="snug")
    set_clock(TUESDAY)
    staff = desk(app)
    data = asked(staff, reference).form(class_="deskform").data()
    data.pop("leaves-1")
    page = staff.post(f"{HOUSE}/bookings/{reference}/check-out", data, reads=90)
    assert state(booking_id) == "in_house"
    assert balance(booking_id) == 30000, "the last of them pays"
    leave(staff, page, settle="bank_transfer")
    assert state(booking_id) == "departed"


def test_a_wrong_check_out_is_undone(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = checked_in(nights=1)
    set_clock(TUESDAY)
    staff = desk(app)
    page = leave(staff, asked(staff, reference), settle="cash")
    undo = page.form(action=f"{HOUSE}/bookings/{reference}/check-out/undo")
    assert "Undone" in staff.submit(undo).text
    assert state(booking_id) == "in_house"
    assert "changed since" in staff.submit(undo, 409).text
    undo = leave(staff, asked(staff, reference)).form(action=f"{HOUSE}/bookings/{reference}/check-out/undo")
    set_clock("2027-03-03T09:00+00:00")
    late = desk(app, "manager")
    page = asked(late, reference)
    assert "Undo" not in page.text
    undo = undo.fill(csrf_token=page.all("input", name="csrf_token")[0].attrib["value"])
    assert "That was not today" in late.submit(undo, 409).text
    assert state(booking_id) == "departed"


def test_two_who_check_out_the_same_guest(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = checked_in(nights=1)
    set_clock(TUESDAY)
    first, second = desk(app), desk(app, "manager")
    opened = asked(first, reference)
    leave(second, asked(second, reference), settle="cash")
    page = leave(first, opened, 409, settle="card_machine")
    assert "When you opened it" in page.text
    assert deeds(booking_id).count("checked_out") == 1
    assert balance(booking_id) == 0


def test_whoever_is_not_there_cannot_leave(app: Flask) -> None:
    _, reference = guest(first=TODAY)
    page = asked(desk(app), reference)
    assert "They are not in the house" in page.text
    assert not page.all(class_="deskform")
