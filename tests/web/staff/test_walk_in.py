"""Somebody stands at the desk without a booking: the guests' own prices, and on to the check-in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from app.inventory.operations import set_room_state
from app.worker.notices import look_after_notices
from tests import stock
from tests.builders import TODAY, reprice
from tests.cards import balance
from tests.cast import found
from tests.page import Form, Page, Visitor
from tests.staffing import desk
from tests.touching import noticed
from tests.web.staff.front import HOUSE, guest
from tests.web.staff.test_check_in import PEOPLE, receive, state

WHO = {"name": "Rosa Lind", "terms_read": "y"}


def asked(staff: Visitor, query: str = "", status: int = 200) -> Page:
    return staff.get(f"{HOUSE}/walk-in{query}", status, reads=30)


def rate(page: Page, room: str = "garden", plan: str = "flexible") -> str:
    start = f"{found().room_types[room]}:{found().plans[plan]}:"
    return next(v for i in page.all("input", name="rate") if (v := i.get("value", "")).startswith(start))


def form(page: Page, **typed: Any) -> Form:
    return page.form(class_="walkin").fill(**WHO | typed)


def test_a_walk_in_is_booked_and_checked_in(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff, "?nights=2")
    assert "garden 1, garden 2 and garden 3 ready" in page.text
    on = staff.submit(form(page, rate=rate(page), settle="cash"), reads=200)
    assert on.h1 == "Check in Rosa Lind"
    booking = stock.rows("SELECT id, source, state, arrival_on, departure_on FROM booking")
    assert booking == [(1, "walk_in", "confirmed", "2027-03-01", "2027-03-03")]
    assert balance(1) == 0
    assert stock.rows("SELECT method, amount_minor FROM payment") == [("cash", 30000)]
    receive(staff, on, **PEOPLE)
    assert state(1) == "in_house"


def test_a_walk_in_may_owe(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff)
    staff.submit(form(page, rate=rate(page), settle="owed"), reads=200)
    assert balance(1) == 15000


def test_what_is_paid_at_once_is_taken(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff)
    refused = staff.submit(form(page, rate=rate(page, plan="saver"), settle="owed"), 422)
    assert "paid at once" in refused.text
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]
    staff.submit(form(refused, settle="card_machine"), reads=200)
    assert balance(1) == 0


def test_a_ready_door_is_given_first(app: Flask) -> None:
    rooms = stock.rows("SELECT id FROM room WHERE name LIKE 'garden%' ORDER BY id")
    set_room_state(rooms[0][0], "dirty", None)
    staff = desk(app)
    page = asked(staff)
    assert "garden 2 and garden 3 ready" in page.text
    staff.submit(form(page, rate=rate(page), settle="owed"), reads=200)
    assert stock.rows("SELECT room_id FROM room_night") == [(rooms[1][0],)]


def test_a_price_that_moved_is_said(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff)
    chosen = rate(page)
    reprice(found(), 20000)
    again = staff.submit(form(page, rate=chosen, settle="cash"), 409)
    assert "The price has changed from £150.00 to £200.00" in again.text
    assert again.one("input", id="name").get("value") == "Rosa Lind"
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]


def test_somebody_was_quicker(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff)
    chosen = rate(page, "shepherds-hut")
    guest("Ben Lund", first=TODAY, nights=1, room="shepherds-hut")
    assert "Sold out" in staff.submit(form(page, rate=chosen, settle="cash"), 409).text


def test_a_full_house_says_so(app: Flask) -> None:
    for room in ("snug", "garden"):
        for number in range(3):
            guest(f"{room} {number}", room=room)
    guest("Hut Hutton", room="shepherds-hut")
    page = asked(desk(app))
    assert page.all(data_reason="full")
    assert not page.all(class_="walkin")


@pytest.mark.parametrize(
    "query",
    [
        "?nights=0",
        "?nights=29",
        "?nights=x",
        "?adults=0",
        "?adults=40",
        "?children=-1",
        "?dogs=99",
        "?nights=%F0%9F%92%A9",
    ],
)
def test_a_party_that_cannot_be(app: Flask, query: str) -> None:
    assert "There is a problem" in asked(desk(app), query, 422).text


@pytest.mark.parametrize(
    "typed",
    [
        {"rate": ""},
        {"rate": "999999999999999999999:1:1"},
        {"rate": "1:1:1"},
        {"rate": "x"},
        {"settle": ""},
        {"settle": "barter"},
        {"name": ""},
        {"name": "x" * 10_000},
        {"email": "nobody"},
        {"phone": "💩"},
        {"terms_read": []},
    ],
)
def test_bad_input_books_nothing(app: Flask, typed: dict[str, Any]) -> None:
    staff = desk(app)
    page = asked(staff)
    data = form(page, rate=rate(page), settle="cash").data() | typed
    answer = staff.client.post(f"{HOUSE}/walk-in", data=data)
    assert answer.status_code in (409, 422)
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]


def test_what_was_typed_stands_there_when_no_room_takes_them_any_more(app: Flask) -> None:
    staff = desk(app)
    page = asked(staff)
    data = form(page, rate=rate(page), settle="cash", terms_read=[]).data() | {"adults": "9"}
    again = staff.post(f"{HOUSE}/walk-in", data, status=422, reads=60)
    assert again.form(class_="walkin").data()["name"] == ["Rosa Lind"]
    assert "No room here takes them" in again.text


def test_what_touches_tonight_is_told_before_it_is_booked(app: Flask) -> None:
    """Only where it touches the room that they take; it goes with the booking, and no mail tells them again."""
    today = datetime.combine(TODAY, time(20), UTC)
    noticed(begins_at=today, ends_at=today + timedelta(hours=2), room_types=[found().room_types["garden"]])
    staff = desk(app)
    page = asked(staff)
    assert "Radiators stay on. Only Garden." in page.text
    refused = staff.submit(form(page, rate=rate(page), settle="owed"), 409)
    assert "Tell them this and tick it" in refused.text
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]
    box = str(refused.one("input", id="read").attrib["value"])
    staff.submit(form(refused, rate=rate(refused), settle="owed", read=box, email="rosa@example.com"), reads=200)
    staff.submit(form(page, rate=rate(page, "snug"), settle="owed"), reads=200)
    assert stock.rows("SELECT subject_id, accepted_at IS NOT NULL FROM notice_touch") == [(1, True)]
    look_after_notices()
    assert stock.rows("SELECT COUNT(*) FROM message WHERE subject = 'notice_touch'") == [(0,)]
