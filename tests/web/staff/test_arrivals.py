"""The lists of the front desk: who comes, is in the house and leaves, in few statements however many they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.models import Booking
from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.identity.operations import note_preference
from app.inventory.operations import set_room_state
from app.kernel.party import Party
from app.staff.arrivals.rows import door_order
from app.store import db
from tests import markup
from tests.builders import TODAY
from tests.cast import found
from tests.page import Page
from tests.staffing import desk
from tests.web.staff.front import HOUSE, TOMORROW, checked_in, give_doors, guest

READS = 12


def lines(page: Page) -> list[str]:
    """The words of every row of the lists, its cells side by side."""
    return [" | ".join(map(markup.words, row)) for body in page.all("tbody") for row in body.iter("tr")]


def names(page: Page) -> list[str]:
    return [line.split(" | ")[1] for line in lines(page)]


def test_an_arrival_says_what_one_should_know(app: Flask) -> None:
    booking_id, _ = guest(
        "Anna Whitlock", party=Party(2, cots=1, dogs=1), arrival_time="16:30", notes="Bath before 10", given=False
    )
    door = give_doors(booking_id)[0]
    keep_people(booking_id, {}, {(0, 1): CannotEat("Anna", ("milk",))})
    set_room_state(door, "dirty", None)
    page = desk(app).get(f"{HOUSE}/arrivals", reads=READS)
    line = lines(page)[0]
    assert line.startswith("4.30 | Anna Whitlock | garden 1 | dirty | 3 | 2 | Wed 3 Mar | none | £320.00 | ")
    assert "Allergies (1). Dog. Cot in the room. Bath before 10" in line
    assert "milk" not in page.text
    assert "1 arriving, 0 here already, 1 to pay" in page.text


def test_a_guest_who_comes_back_is_known(app: Flask) -> None:
    before, _ = guest("Anna Whitlock")
    booking.check_in(before)
    booking.check_out(before)
    booking_id, _ = guest("Anna Whitlock", room="snug")
    guest_id = db.session.get_one(Booking, booking_id).guest_id
    assert guest_id
    note_preference(guest_id, "bed", "One extra pillow", found().id)
    page = desk(app).get(f"{HOUSE}/arrivals", reads=READS)
    assert "Second stay. One extra pillow" in page.text


def test_lists_cost_the_same_however_long_they_are(app: Flask) -> None:
    for number in range(3):
        guest(f"Guest {number}", given=number > 0)
        guest(f"Snug {number}", room="snug")
    staff = desk(app)
    page = staff.get(f"{HOUSE}/arrivals", reads=READS)
    assert len(lines(page)) == 6
    assert "no room yet" in page.text
    assert len(page.statements.reads) <= READS


def test_here_first_then_by_the_hour(app: Flask) -> None:
    guest("Late Lund", arrival_time="19:00")
    guest("Early Egan", arrival_time="15:00", room="snug")
    checked_in("Tom Tregear", room="shepherds-hut")
    page = desk(app).get(f"{HOUSE}/arrivals")
    assert names(page) == ["Tom Tregear", "Early Egan", "Late Lund"]
    assert "in at 9am" in lines(page)[0]
    by_name = desk(app, "manager").get(f"{HOUSE}/arrivals?sort=name")
    assert names(by_name) == ["Early Egan", "Late Lund", "Tom Tregear"]


def test_a_name_or_a_reference_finds_somebody(app: Flask) -> None:
    _, reference = guest("Anna Whitlock")
    guest("Ben Lund", room="snug")
    staff = desk(app)
    assert len(lines(staff.get(f"{HOUSE}/arrivals?q=whit"))) == 1
    assert len(lines(staff.get(f"{HOUSE}/arrivals?q={reference.lower()}"))) == 1
    assert "Nobody on this list is called" in staff.get(f"{HOUSE}/arrivals?q=%3Cb%3E").text


def test_in_house_and_departures(app: Flask, set_clock: Callable[[str], None]) -> None:
    checked_in("Tom Tregear", nights=1)
    guest("Anna Whitlock", first=TODAY, nights=3, room="snug")
    staff = desk(app)
    assert lines(staff.get(f"{HOUSE}/in-house", reads=READS))[0].startswith("garden 1 | Tom Tregear | 1 of 1")
    tomorrow = staff.get(f"{HOUSE}/departures?on={TOMORROW}", reads=READS)
    assert names(tomorrow) == ["Tom Tregear"]
    set_clock("2027-03-03T09:00+00:00")
    overdue = desk(app, "manager").get(f"{HOUSE}/departures", reads=READS)
    assert "Tom Tregear" in overdue.text


def test_who_was_due_yesterday_stands_below(app: Flask, set_clock: Callable[[str], None]) -> None:
    guest("Late Lund")
    set_clock("2027-03-02T08:00+00:00")
    early = desk(app).get(f"{HOUSE}/arrivals")
    assert "Late Lund" in early.text
    assert "may still come" in early.text


@pytest.mark.parametrize("typed", ["nonsense", "2027-02-30", "9999-12-31", "0001-01-01", "2027-03-05%00", "💩"])
def test_a_day_that_cannot_be_read_is_today(app: Flask, typed: str) -> None:
    page = desk(app).get(f"{HOUSE}/arrivals?on={typed}")
    assert "This is today" in page.text or typed == "2027-03-05%00"


def test_another_house_is_not_there(app: Flask) -> None:
    guest()
    other = desk(app, "reception", "withy-moor")
    for name in ("arrivals", "in-house", "departures"):
        other.get(f"{HOUSE}/{name}", status=404)


def test_the_kitchen_does_not_see_the_lists(app: Flask) -> None:
    desk(app, "kitchen").get(f"{HOUSE}/arrivals", status=403)


def test_other_days_are_a_step_away(app: Flask) -> None:
    page = desk(app).get(f"{HOUSE}/arrivals?on={TODAY + timedelta(days=5)}")
    days = next(nav for nav in page.all("nav") if nav.get("aria-label") == "Day")
    today = next(days.iter("a"))
    assert (today.get("href"), markup.words(today)) == (f"{HOUSE}/arrivals", "Today")
    assert "Nobody arrives" in page.text


def test_a_list_by_room_counts_doors_as_people_do() -> None:
    doors = ["11 Quince", "The Hut", "2 Pippin", "1 Russet"]
    assert sorted(doors, key=door_order) == ["1 Russet", "2 Pippin", "11 Quince", "The Hut"]
