"""Checking in at the desk: register, room and balance first, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.booking.models import BookedStay, Booking
from app.booking.people.operations import keep_people
from app.booking.people.queries import allergies_of, register_of
from app.booking.people.rules import CannotEat
from app.inventory.operations import set_room_state
from app.kernel.party import Party
from app.store import db
from tests import stock
from tests.cards import balance
from tests.page import Form, Page, Visitor
from tests.staffing import desk
from tests.web.staff.front import HOUSE, TOMORROW, guest

PEOPLE = {"name-0-1": "Anna Whitlock", "nationality-0-1": "GB", "name-0-2": "Tom Whitlock", "nationality-0-2": "IE"}


def asked(staff: Visitor, reference: str, **options: Any) -> Page:
    return staff.get(f"{HOUSE}/bookings/{reference}/check-in", reads=28, **options)


def form(page: Page, **typed: Any) -> Form:
    return page.form(class_="deskform").fill(**typed)


def receive(staff: Visitor, page: Page, status: int = 200, **typed: Any) -> Page:
    return staff.submit(form(page, **typed), status, press="act=receive", reads=90)


def state(booking_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Booking, booking_id).state


def deeds(booking_id: int) -> list[str]:
    return [
        row[0]
        for row in stock.rows(
            "SELECT action FROM journal WHERE subject = 'booking' AND subject_id = :id ORDER BY id", id=booking_id
        )
    ]


def test_a_guest_is_checked_in(app: Flask) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    page = receive(staff, asked(staff, reference), **PEOPLE, settle="card_machine")
    assert "In the house" in page.text
    assert state(booking_id) == "in_house"
    assert balance(booking_id) == 0
    assert register_of(booking_id)[0, 2].nationality == "IE"
    assert deeds(booking_id)[1:] == ["register_kept", "paid", "checked_in"]
    by = stock.rows(
        "SELECT DISTINCT actor, actor_id FROM journal WHERE action IN ('paid', 'checked_in', 'register_kept')"
    )
    assert by == [("staff", 1)]


def test_what_lacks_is_said_at_once_and_nothing_is_lost(app: Flask) -> None:
    booking_id, reference = guest(given=False)
    staff = desk(app)
    page = receive(staff, asked(staff, reference), 422, **{"name-0-2": "Tom", "nationality-0-2": "FR"})
    for words in ("Choose the nationality", "Enter the number of the passport", "Say how the £300.00 is settled"):
        assert words in page.text
    assert page.one(id="name-0-2").get("value") == "Tom"
    assert state(booking_id) == "confirmed"
    again = receive(staff, page, 422, **PEOPLE, settle="cash")
    assert "Give them a room first" in again.text
    assert balance(booking_id) == 30000, "no money is written when they are not checked in"
    assert register_of(booking_id) == {}


def test_a_room_is_given_or_changed_here(app: Flask) -> None:
    booking_id, reference = guest(given=False)
    staff = desk(app)
    page = asked(staff, reference)
    rooms = [option.get("value") for option in page.one("select", id="room-0").iter("option")]
    receive(staff, page, **PEOPLE, **{"room-0": rooms[2]}, settle="cash")
    assert state(booking_id) == "in_house"
    assert stock.rows("SELECT DISTINCT room_id FROM room_night") == [(int(rooms[2] or 0),)]


def test_a_room_that_is_not_ready_needs_a_reason(app: Flask) -> None:
    booking_id, reference = guest()
    room = stock.rows("SELECT DISTINCT room_id FROM room_night")[0][0]
    set_room_state(room, "dirty", None)
    staff = desk(app)
    page = receive(staff, asked(staff, reference), 422, **PEOPLE, settle="cash")
    assert "garden 1 is dirty" in page.text
    receive(staff, page, unready="They leave their bags and walk")
    assert state(booking_id) == "in_house"
    assert "let_in_unready" in deeds(booking_id)
    assert stock.rows("SELECT after FROM journal_personal WHERE field = 'reason'") == [
        ("They leave their bags and walk",)
    ]


def test_out_of_order_is_never_let_in(app: Flask) -> None:
    _, reference = guest()
    set_room_state(stock.rows("SELECT DISTINCT room_id FROM room_night")[0][0], "out_of_order", None)
    staff = desk(app)
    page = receive(staff, asked(staff, reference), 422, **PEOPLE, settle="cash", unready="No matter")
    assert page.words(id="unready-error").strip() == "garden 1 is out of order. Choose another room."


def test_a_room_that_nobody_has_checked_is_called_so(app: Flask) -> None:
    _, reference = guest()
    set_room_state(stock.rows("SELECT DISTINCT room_id FROM room_night")[0][0], "clean", None)
    staff = desk(app)
    page = receive(staff, asked(staff, reference), 422, **PEOPLE, settle="cash")
    assert "garden 1 is clean but not checked. Choose another room, or say why" in page.text


def test_the_balance_stays_open_for_a_reason(app: Flask) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    page = receive(staff, asked(staff, reference), 422, **PEOPLE, settle="open")
    assert "Say why it stays open" in page.text
    receive(staff, page, reason="Pays when they leave")
    assert balance(booking_id) == 30000
    assert "balance_left" in deeds(booking_id)


def test_nobody_is_checked_in_before_their_day(app: Flask) -> None:
    booking_id, reference = guest(first=TOMORROW)
    staff = desk(app)
    page = asked(staff, reference)
    assert "They are due on Tuesday 2 March" in page.text
    assert [button.get("value") for button in page.all("button", name="act")] == ["keep"]
    assert staff.get(page.link("move their arrival"), reads=40).h1
    forced = form(page, **PEOPLE).data("act=receive") | {"settle": "cash"}
    assert "Move their arrival first" in staff.post(page.url, forced, 409, reads=90).text
    assert balance(booking_id) == 30000


def test_whoever_comes_after_midnight_is_let_in(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = guest()
    set_clock("2027-03-02T01:30+00:00")
    staff = desk(app)
    receive(staff, asked(staff, reference), **PEOPLE, settle="cash")
    assert state(booking_id) == "in_house"


def test_two_rooms_arrive_one_after_the_other(app: Flask) -> None:
    booking_id, reference = guest(rooms=2, room="snug")
    staff = desk(app)
    page = asked(staff, reference)
    assert "One of 2 rooms" in staff.get(f"{HOUSE}/arrivals").text
    one = form(page, **PEOPLE, settle="card_machine").data("act=receive")
    one.pop("comes-1")
    page = staff.post(f"{HOUSE}/bookings/{reference}/check-in", one, reads=90)
    assert state(booking_id) == "in_house"
    stays = db.session.scalars(db.select(BookedStay.checked_in_at).order_by(BookedStay.part)).all()
    assert [bool(at) for at in stays] == [True, False]
    second = {name.replace("0-", "1-", 1): value for name, value in PEOPLE.items()}
    receive(staff, page, **second)
    assert [bool(at) for at in fresh_instants()] == [True, True]


def fresh_instants() -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(db.select(BookedStay.checked_in_at).order_by(BookedStay.part)))


def test_a_form_that_has_gone_stale_says_both_versions(app: Flask) -> None:
    booking_id, reference = guest()
    first, second = desk(app), desk(app, "manager")
    opened = asked(first, reference)
    receive(second, asked(second, reference), **PEOPLE, settle="cash")
    page = receive(first, opened, 409, **PEOPLE, settle="card_machine")
    assert "When you opened it" in page.text
    assert "£300.00" in page.text
    assert "nothing" in page.text
    assert deeds(booking_id).count("checked_in") == 1
    assert deeds(booking_id).count("paid") == 1


def test_a_wrong_check_in_is_undone_on_the_same_day(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    page = receive(staff, asked(staff, reference), **PEOPLE, settle="cash")
    undone = staff.submit(page.form(action=f"{HOUSE}/bookings/{reference}/check-in/undo"))
    assert "Undone" in undone.text
    assert state(booking_id) == "confirmed"
    page = receive(staff, undone, **PEOPLE)
    undo = page.form(action=f"{HOUSE}/bookings/{reference}/check-in/undo")
    set_clock("2027-03-02T09:00+00:00")
    late = desk(app, "manager")
    page = asked(late, reference)
    assert "Undo" not in page.text
    own = {"csrf_token": page.all("input", name="csrf_token")[0].attrib["value"]}
    refused = late.submit(undo.fill(**own), 409)
    assert "That was not today" in refused.text
    assert state(booking_id) == "in_house"


def test_only_the_register_is_kept(app: Flask) -> None:
    booking_id, reference = guest(first=TOMORROW)
    staff = desk(app)
    staff.submit(form(asked(staff, reference), **{"name-0-1": "Anna"}), press="act=keep")
    assert register_of(booking_id)[0, 1].name == "Anna"
    assert state(booking_id) == "confirmed"


def test_allergies_outlive_the_register(app: Flask) -> None:
    booking_id, reference = guest()
    keep_people(booking_id, {}, {(0, 1): CannotEat("Anna", ("milk",))})
    staff = desk(app)
    receive(staff, asked(staff, reference), **PEOPLE, settle="cash")
    assert allergies_of(booking_id)


@pytest.mark.parametrize("house", ["withy-moor"])
def test_another_house_s_booking_is_not_there(app: Flask, house: str) -> None:
    _, reference = guest()
    desk(app, "reception", house).get(f"/staff/{house}/bookings/{reference}/check-in", status=404)


@pytest.mark.parametrize("reference", ["ZZZZZZZZ", "x", "%00", "💩", "1" * 400, "'--"])
def test_a_reference_that_is_none(app: Flask, reference: str) -> None:
    desk(app).get(f"{HOUSE}/bookings/{reference}/check-in", status=404)


def test_children_under_sixteen_are_not_registered(app: Flask) -> None:
    booking_id, reference = guest(party=Party(2, (4,)))
    staff = desk(app)
    page = asked(staff, reference)
    assert not page.all(id="name-0-3")
    receive(staff, page, **PEOPLE, settle="cash")
    assert state(booking_id) == "in_house"


@pytest.mark.parametrize(
    "typed",
    [
        {"room-0": "999999999999999999999"},
        {"room-0": "x"},
        {"settle": "barter"},
        {"nationality-0-1": "ZZ"},
        {"name-0-1": "x" * 10_000},
        {"unready": "y" * 10_000},
        {"reason": "z" * 10_000},
    ],
)
def test_bad_input_is_said_and_changes_nothing(app: Flask, typed: dict[str, str]) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    page = asked(staff, reference)
    data = form(page, **PEOPLE).data("act=receive") | {"settle": "cash"} | typed
    staff.post(f"{HOUSE}/bookings/{reference}/check-in", data, 422)
    assert state(booking_id) == "confirmed"


@pytest.mark.parametrize("seen", ["", "x", "💩\x00", "9" * 5000])
def test_a_form_that_saw_nothing_is_stale(app: Flask, seen: str) -> None:
    booking_id, reference = guest()
    staff = desk(app)
    data = form(asked(staff, reference), **PEOPLE, settle="cash").data("act=receive")
    staff.post(f"{HOUSE}/bookings/{reference}/check-in", data | {"as_seen": seen, "words_seen": seen}, 409)
    assert state(booking_id) == "confirmed"
