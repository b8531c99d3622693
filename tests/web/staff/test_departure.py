"""Leaving earlier or later, and not coming at all: what it comes to is shown first, and conflicts are named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.queries import stays_of
from app.kernel.stay import Stay
from tests import stock
from tests.builders import TODAY, extra, prices_changed, restriction
from tests.cards import balance, taken
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.front import HOUSE, TOMORROW, checked_in, guest
from tests.web.staff.test_check_in import deeds, state

WEDNESDAY, THURSDAY = date(2027, 3, 3), date(2027, 3, 4)


def asked(staff: Visitor, reference: str, until: object = "", status: int = 200, more: str = "") -> Page:
    query = f"?until={until}{more}" if until else ""
    return staff.get(f"{HOUSE}/bookings/{reference}/departure{query}", status, reads=45)


def nights(booking_id: int) -> Stay:
    return stays_of(booking_id)[0].chosen.stay


def rooms() -> list[tuple[object, ...]]:
    return stock.rows("SELECT night, room_id FROM room_night ORDER BY night, room_id")


def test_a_night_is_given_back(app: Flask) -> None:
    booking_id, reference = checked_in(nights=2)
    staff = desk(app)
    page = asked(staff, reference, TOMORROW)
    assert "£150.00 less" in page.text
    done = staff.submit(page.form(id="confirm"), reads=90)
    assert "They leave Tuesday 2 March" in done.text
    assert nights(booking_id) == Stay(TODAY, TOMORROW)
    assert balance(booking_id) == 15000
    assert taken("garden", TOMORROW) == 0
    assert stock.rows("SELECT actor, actor_id FROM journal WHERE action = 'amended'") == [("staff", 1)]


def test_a_saver_keeps_what_its_terms_keep(app: Flask) -> None:
    _, reference = checked_in(nights=2, plan="saver")
    page = asked(desk(app), reference, TOMORROW)
    assert "Up to £115.00 comes back as the nights are resold, £20.00 taken off once" in page.text
    assert "Give the nights back, nothing comes off" in page.text


def test_a_stay_is_extended_in_its_room(app: Flask) -> None:
    booking_id, reference = checked_in(nights=2)
    staff = desk(app)
    page = asked(staff, reference, THURSDAY)
    assert "They keep garden 1" in page.text
    staff.submit(page.form(id="confirm").fill(), reads=90)
    assert nights(booking_id) == Stay(TODAY, THURSDAY)
    assert balance(booking_id) == 45000
    own = stock.rows("SELECT COUNT(DISTINCT room_id), COUNT(*) FROM room_night")
    assert own in ([(1, 2)], [(1, 3)])


def test_the_room_goes_with_the_form(app: Flask) -> None:
    _, reference = checked_in(nights=1)
    staff = desk(app)
    page = asked(staff, reference, WEDNESDAY)
    door = next(o.get("value") for o in page.one("select", id="door").iter("option") if "selected" in o.attrib)
    data = page.form(id="confirm").data() | {"door": door}
    staff.post(f"{HOUSE}/bookings/{reference}/departure", data, reads=90)
    assert len(rooms()) == 2
    assert len({room for _, room in rooms()}) == 1


def test_whoever_has_the_room_next_is_named(app: Flask) -> None:
    _, reference = checked_in("Tom Tregear", nights=1)
    guest("Ben Lund", first=TOMORROW, nights=2)
    staff = desk(app)
    page = asked(staff, reference, WEDNESDAY)
    assert "garden 1 is Ben Lund’s from Tuesday 2 March" in page.text
    other = [o.get("value") for o in page.one("select", id="door").iter("option")][1]
    data = page.form(id="confirm").data() | {"door": other}
    staff.post(f"{HOUSE}/bookings/{reference}/departure", data, reads=90)
    mine = stock.rows("SELECT COUNT(DISTINCT room_id) FROM room_night WHERE stay_id = 1")
    assert mine == [(2,)]


def test_a_full_room_type_offers_another(app: Flask) -> None:
    booking_id, reference = checked_in("Tom Tregear", nights=1, room="shepherds-hut")
    guest("Ben Lund", first=TOMORROW, nights=2, room="shepherds-hut")
    staff = desk(app)
    page = asked(staff, reference, WEDNESDAY)
    assert "No Shepherds hut is left on Tue 2 March" in page.text
    other = staff.get(page.link("Look at it: Garden"), reads=45)
    assert "£150.00 more" in other.text
    staff.submit(other.form(id="confirm"), reads=90)
    assert [own.chosen.room_type_id for own in stays_of(booking_id)] == [
        found().room_types["shepherds-hut"],
        found().room_types["garden"],
    ]


def test_a_rule_that_forbids_it_is_said(app: Flask) -> None:
    _, reference = checked_in(nights=1)
    restriction(found(), WEDNESDAY, closed_to_departure=True)
    prices_changed(found())
    page = asked(desk(app), reference, WEDNESDAY)
    assert not page.all(id="confirm")
    assert page.all(class_="banner--warn")


@pytest.mark.parametrize("until", ["nonsense", "2027-03-01", "2026-01-01", "2027-04-30", "9999-12-31", "💩"])
def test_a_day_that_cannot_be(app: Flask, until: str) -> None:
    booking_id, reference = checked_in(nights=2)
    page = asked(desk(app), reference, until, 422)
    assert "There is a problem" in page.text
    assert nights(booking_id).nights == 2


def test_a_form_that_has_gone_stale_changes_nothing(app: Flask) -> None:
    booking_id, reference = checked_in(nights=2)
    first, second = desk(app), desk(app, "manager")
    opened = asked(first, reference, TOMORROW)
    second.submit(asked(second, reference, THURSDAY).form(id="confirm"), reads=90)
    page = first.submit(opened.form(id="confirm"), 409, reads=90)
    assert "has changed since you opened the page" in page.text
    assert nights(booking_id) == Stay(TODAY, THURSDAY)


def test_nobody_came(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = guest()
    address = f"{HOUSE}/bookings/{reference}/no-show"
    set_clock("2027-03-02T09:59+00:00")
    staff = desk(app)
    early = staff.get(address, reads=20)
    assert "They may still come" in early.text
    assert not any(form.get("action", "").endswith("/no-show") for form in early.all("form"))
    set_clock("2027-03-02T10:00+00:00")
    assert "Nobody came" in staff.get(f"{HOUSE}/arrivals").text
    page = staff.get(address, reads=20)
    assert "Nobody came. Nothing was paid" in staff.submit(page.form()).text
    assert state(booking_id) == "no_show"
    assert taken("garden", TOMORROW) == 0
    assert deeds(booking_id)[-1] == "no_show"
    again = staff.submit(page.form(), 409)
    assert "When you opened it" in again.text


def test_nobody_came_to_one_of_two_rooms(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = guest(rooms=2)
    booking.check_in(booking_id, parts=[0])
    set_clock("2027-03-02T10:00+00:00")
    staff = desk(app)
    assert "Nobody came" in staff.get(f"{HOUSE}/arrivals", reads=14).text
    address = f"{HOUSE}/bookings/{reference}/no-show"
    page = staff.get(address, reads=26)
    assert "What follows for garden 2" in page.text
    done = staff.submit(page.form(method="post", action=address), reads=60)
    assert "Nobody came to room 2" in done.text
    assert (state(booking_id), deeds(booking_id)[-1]) == ("in_house", "stay_no_show")
    assert taken("garden", TOMORROW) == 1
    staff.submit(page.form(method="post", action=address), 409)
    shown = staff.get(f"{HOUSE}/bookings/{reference}", reads=26)
    assert "nobody came" in shown.text
    assert "Nobody came to room 2" in shown.text


def test_one_room_or_all_where_nobody_is_here(app: Flask, set_clock: Callable[[str], None]) -> None:
    booking_id, reference = guest(rooms=2)
    address = f"{HOUSE}/bookings/{reference}/no-show"
    set_clock("2027-03-02T10:00+00:00")
    staff = desk(app)
    assert "What follows for garden 1" in staff.get(f"{address}?part=0", reads=26).text
    whole = staff.get(address, reads=26)
    assert "The first night stays theirs" in whole.text
    staff.submit(whole.form(method="post", action=address), reads=60)
    assert state(booking_id) == "no_show"


def test_whoever_was_due_yesterday_may_still_be_checked_in(app: Flask, set_clock: Callable[[str], None]) -> None:
    _, reference = guest(nights=3)
    set_clock("2027-03-02T11:00+00:00")
    page = desk(app).get(f"{HOUSE}/bookings/{reference}/check-in", reads=26)
    assert page.form(class_="deskform")


def test_somebody_keeps_the_room_for_some_hours(app: Flask, set_clock: Callable[[str], None]) -> None:
    extra(found(), "late-departure", "stay", 2500, name="Leave at 1pm", stock=1)
    other, _ = checked_in("Ben Lund", nights=1, room="snug")
    booking_id, reference = checked_in(nights=1)
    set_clock("2027-03-02T11:30+00:00")
    staff = desk(app)
    assert staff.get(f"{HOUSE}/departures").text.count("Late") == 2
    page = staff.get(f"{HOUSE}/bookings/{reference}/departure?late=1", reads=45)
    assert "£25.00 more" in page.text
    staff.submit(page.form(id="confirm"), reads=90)
    assert balance(booking_id) == 17500
    listed = staff.get(f"{HOUSE}/departures").text
    assert listed.count("Late") == 1
    assert "Leave at 1pm" in listed
    second = stock.rows("SELECT reference FROM booking WHERE id = :id", id=other)[0][0]
    gone = staff.get(f"{HOUSE}/bookings/{second}/departure?late=1", reads=45)
    assert "No more “Leave at 1pm” is left" in gone.text
