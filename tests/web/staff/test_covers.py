"""The covers sheet: who eats when, what they cannot eat, the kitchen's "read", and a table at another hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.care import add_task, open_tasks
from app.care.operations.telling import READ_AGAIN
from app.inventory.models import Allotment
from app.kernel.party import Party
from app.store import db, transaction, write
from app.web.links import link_token
from tests.builders import FRIDAY
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.stock import counter
from tests.web.staff.houses import AT_TWO, reference_of, stayed

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/covers"
READS = 12
NUTS = CannotEat("Tom", ("nuts", "peanuts"), "anaphylaxis", "Carries a pen")


@pytest.fixture
def cook(app: Flask, set_clock: SetClock) -> Visitor:
    set_clock(AT_TWO)
    return desk(app, "kitchen")


def webb(at: str = "18:30") -> int:
    """Tom Webb in snug 2 with a table for two, who cannot eat nuts."""
    booking_id = stayed("Tom Webb", "snug 2", suppers=((FRIDAY, at),), notes="By the fire")
    keep_people(booking_id, {}, {(0, 2): NUTS})
    return booking_id


def table(page: Page, booking_id: int) -> str:
    return page.words("tr", id=f"table-{reference_of(booking_id)}")


def move(visitor: Visitor, booking_id: int, to: str, status: int = 200, page: Page | None = None) -> Page:
    form = (page or visitor.get(URL)).form(action=f"{URL}/{reference_of(booking_id)}/sitting")
    return visitor.submit(form.fill(to=str(found().sittings[to])), status)


def test_a_table_says_everything_and_no_money(cook: Visitor) -> None:
    one = webb()
    stayed("Ida Lund", "garden 1", party=Party(2, (4,), cots=1), suppers=((FRIDAY, "18:30"),))
    page = cook.get(URL, reads=READS)
    for words in (
        "2",
        "Tom Webb",
        "Two adults",
        "snug 2",
        "Tom",
        "Anaphylaxis",
        "nuts and peanuts. Carries a pen",
        "By the fire",
    ):
        assert words in table(page, one), words
    assert "5 of" in page.words("section", aria_labelledby=f"at-{found().sittings['18:30']}")
    assert "Two adults, one child of 4 and one infant" in page.text
    assert "Nuts 1, peanuts 1" in page.text
    assert "£" not in page.text
    assert not page.all("form", class_="move-table")


def test_the_kitchen_reads_and_the_guest_sees_it(app: Flask, cook: Visitor) -> None:
    one = webb()
    page = cook.get(URL)
    assert "one table still to read" in page.text
    after = cook.submit(page.form(action=f"{URL}/{reference_of(one)}/read"))
    assert "Read 2.10pm, Sam Okoro" in table(after, one)
    assert "still to read" not in after.text
    url = f"/bookings/{link_token('booking', one, 1)}/party"
    assert "The kitchen read it, 2.10pm, Fri 5 March." in Visitor(app).get(url).text


def test_what_was_changed_since_is_still_to_be_read(cook: Visitor, set_clock: SetClock) -> None:
    one = webb()
    form = cook.get(URL).form(action=f"{URL}/{reference_of(one)}/read")
    set_clock("2027-03-05T14:20+00:00")
    keep_people(one, {}, {(0, 1): CannotEat("Una", ("milk",), "mild"), (0, 2): NUTS})
    page = cook.submit(form, 409)
    assert "The guest has changed something since you looked" in page.text
    assert "milk" in table(page, one)
    assert page.form(action=f"{URL}/{reference_of(one)}/read")


def test_reading_does_the_task_to_read_again(cook: Visitor) -> None:
    one = webb()
    add_task(READ_AGAIN, "booking", one, "Allergies have changed", location_id=found().id)
    cook.submit(cook.get(URL).form(action=f"{URL}/{reference_of(one)}/read"))
    db.session.rollback()
    assert open_tasks(found().id) == []


def test_reception_sees_and_does_not_read(app: Flask, cook: Visitor) -> None:
    one = webb()
    page = desk(app, "reception").get(URL)
    assert "The kitchen has still to read this" in table(page, one)
    assert "One guest with an allergy" in table(page, one)
    for words in ("nuts", "Nuts", "Anaphylaxis", "Carries a pen"):
        assert words not in page.words("main"), words
    assert not page.all("form", action=f"{URL}/{reference_of(one)}/read")


def test_who_has_no_table_still_has_breakfast(cook: Visitor) -> None:
    one = stayed("Ida Lund", "snug 1")
    keep_people(one, {}, {(0, 1): CannotEat("Ida", (), "severe", "Kiwi")})
    page = cook.get(URL)
    words = page.words("section", aria_labelledby="elsewhere")
    for expected in ("Ida Lund", "snug 1", "Severe", "Kiwi"):
        assert expected in words


def test_a_table_moves_with_its_covers(app: Flask, set_clock: SetClock) -> None:
    one = webb()
    set_clock(AT_TWO)
    page = move(desk(app, "reception"), one, "20:00")
    assert "Tom Webb" in page.words("section", aria_labelledby=f"at-{found().sittings['20:00']}")
    house = found()
    early, late = (counter(house.resources[hour], FRIDAY)[1] for hour in ("18:30", "20:00"))
    assert (early, late) == (0, 2)


def test_a_full_hour_takes_no_table(app: Flask, set_clock: SetClock) -> None:
    one = webb()
    late = Allotment.__table__.c.resource_id == found().resources["20:00"]
    transaction(lambda: write(update(Allotment.__table__).where(late).values(sellable=1)))
    set_clock(AT_TWO)
    page = move(desk(app, "reception"), one, "20:00", 409)
    assert "There are not enough covers left at 8pm. The table is where it was." in page.text


def test_of_two_who_move_it_the_later_is_told(app: Flask, set_clock: SetClock) -> None:
    one = webb()
    set_clock(AT_TWO)
    jo, priya = desk(app, "reception"), desk(app, "manager")
    seen = jo.get(URL)
    move(priya, one, "20:00")
    form = seen.form(action=f"{URL}/{reference_of(one)}/sitting")
    data = form.data() | {"to": str(found().sittings["18:30"])}
    page = jo.post(form.action, data, 409)
    assert "Somebody has moved that table since you looked" in page.text


@pytest.mark.parametrize(
    "typed",
    [
        {"to": "x"},
        {"part": ""},
        {"part": "9" * 30},
        {"on": "soon"},
        {"to": "9" * 30},
        {"seen": "-1"},
        {"on": "2027-02-01"},
    ],
)
def test_bad_moves_change_nothing(app: Flask, set_clock: SetClock, typed: dict[str, str]) -> None:
    one = webb()
    set_clock(AT_TWO)
    jo = desk(app, "reception")
    form = jo.get(URL).form(action=f"{URL}/{reference_of(one)}/sitting")
    answer = jo.client.post(form.action, data=form.data() | {"to": str(found().sittings["20:00"])} | typed)
    assert answer.status_code in (409, 422)
    assert counter(found().resources["18:30"], FRIDAY)[1] == 2


@pytest.mark.parametrize("on", ["never", "2099-01-01", "2027-13-40", "x" * 9000])
def test_a_day_that_is_none_shows_tonight(cook: Visitor, on: str) -> None:
    page = cook.get(f"{URL}?on={on}")
    assert "This is tonight." in page.text
    assert page.h1 == "Covers, Friday 5 March"


def test_another_night_and_another_house(app: Flask, cook: Visitor) -> None:
    one = webb()
    tomorrow = FRIDAY + timedelta(days=1)
    assert "Tom Webb" not in cook.get(f"{URL}?on={tomorrow + timedelta(days=1)}").text
    assert cook.client.get("/staff/withy-moor/covers").status_code == 404
    other = stayed("Lea Quill", None, house=found("withy-moor"))
    data = cook.get(URL).form(action=f"{URL}/{reference_of(one)}/read").data()
    assert cook.client.post(f"{URL}/{reference_of(other)}/read", data=data).status_code == 404
    assert desk(app, "housekeeping").client.get(URL).status_code == 403
    assert cook.client.post(f"{URL}/{reference_of(one)}/sitting", data=data).status_code == 403


@pytest.mark.parametrize("seen_at", ["", "soon", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_what_was_seen_at_no_instant_was_not_seen(app: Flask, cook: Visitor, seen_at: str) -> None:
    one = webb()
    data = cook.get(URL).form(action=f"{URL}/{reference_of(one)}/read").data()
    answer = cook.client.post(f"{URL}/{reference_of(one)}/read", data=data | {"seen_at": seen_at})
    assert answer.status_code == 409
