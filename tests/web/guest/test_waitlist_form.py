"""What is typed into the form of the waitlist, and what it says to what cannot be right."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.rules import Wish
from app.inventory.models import Allotment
from app.kernel.party import Party
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of
from app.web.waitlist_words import again_url
from tests.cast import found
from tests.page import Visitor
from tests.waiting import sold, states

pytestmark = pytest.mark.houses(2)

NIGHTS = "arrival=2027-03-05&departure=2027-03-07&adults=2"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def test_what_can_be_had_is_offered_instead(app: Flask, visitor: Visitor) -> None:
    page = visitor.get(f"/waitlist?location=combe-harrow&{NIGHTS}")
    refused = visitor.submit(page.form().fill(name="Bea", email="bea@example.org"), status=409)
    room = visitor.get(refused.link("Combe Harrow, Fri 5 to Sun 7 March"))
    assert room.prices()
    assert refused.one("input", name="name").get("value") == "Bea"
    assert states() == {}


def test_a_party_that_no_room_takes_is_told_so(app: Flask, visitor: Visitor) -> None:
    page = visitor.get("/waitlist?arrival=2027-03-05&departure=2027-03-07&adults=9&needs=bath")
    refused = visitor.submit(page.form().fill(name="Bea", email="bea@example.org"), status=409)
    assert refused.one(data_reason="party_too_large") is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "nobody"}, "Enter an email address with an @"),
        ({"name": ""}, "Enter your name"),
        ({"name": "N" * 121}, "Use 120 characters at most"),
        ({"earliest": "soon"}, "Enter a day to arrive"),
        ({"earliest": ""}, "Enter a day to arrive"),
        ({"latest": "2027-03-05"}, "The latest departure must leave room for all the nights."),
        ({"latest": "2027-06-05"}, "Choose dates within 62 days of each other."),
        ({"latest": "2027-03-04"}, "The latest departure must leave room for all the nights."),
        ({"nights": "29"}, "Choose how many nights"),
        ({"nights": "3"}, "The latest departure must leave room for all the nights."),
        ({"location": []}, "Choose a house, or several"),
    ],
)
def test_a_field_that_cannot_be_right_says_so(
    app: Flask, visitor: Visitor, wrong: dict[str, object], sentence: str
) -> None:
    sold()
    form = visitor.get(f"/waitlist?location=combe-harrow&{NIGHTS}").form()
    page = visitor.submit(form.fill(**{"name": "Bea", "email": "bea@example.org"} | wrong), status=422)
    assert sentence in page.text
    assert page.one("title").text.startswith("Error: ")
    assert states() == {}


@pytest.mark.parametrize(
    "query",
    [
        "", "arrival=x&departure=y", "earliest=2027-99-01&latest=&nights=-1", "adults=400", "location=nowhere",
        "location=combe-harrow&room_type=nothing", "nights=" + "9" * 5000, "earliest=%00&room_type=%F0%9F%92%A9",
        "arrival=9999-12-30&departure=9999-12-31", "children=-1", "needs=gold", "nights=1&nights=2",
    ],
)  # fmt: skip
def test_the_form_opens_whatever_stands_in_its_address(app: Flask, visitor: Visitor, query: str) -> None:
    page = visitor.get(f"/waitlist?{query}")
    assert page.h1 == "Tell me if it frees up"


def test_days_that_have_passed_are_refused(app: Flask, visitor: Visitor) -> None:
    form = visitor.get("/waitlist?location=combe-harrow&earliest=2027-02-01&latest=2027-02-03&nights=2").form()
    page = visitor.submit(form.fill(name="Bea", email="bea@example.org"), status=409)
    assert page.one(data_reason="in_the_past") is not None


def test_one_mail_is_told_so_often_in_an_hour(app: Flask, visitor: Visitor) -> None:
    sold()
    form = visitor.get(f"/waitlist?location=combe-harrow&room_type=shepherds-hut&{NIGHTS}").form()
    data = form.fill(name="Bea", email="bea@example.org").data()
    answers = [visitor.client.post("/waitlist", data=data).status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]
    assert db.session.query(WaitlistEntry).count() == 1


def test_any_set_of_rooms_can_be_waited_for_and_is_said_and_asked_again(app: Flask, visitor: Visitor) -> None:
    houses = found(), found("withy-moor")
    none_left = update(Allotment).values(sellable=Allotment.taken)
    transaction(lambda: (write(none_left), raise_versions([stock_of(house.id) for house in houses])))
    page = visitor.get(f"/waitlist?location=withy-moor&{NIGHTS}")
    assert page.one("details", id="room_types").get("open") is None
    wrong = visitor.submit(page.form().fill(name="Bea", email="bea@example.org", room_types=["x"]), status=422)
    assert "Choose rooms from the list" in wrong.text
    ticked = ["combe-harrow/garden", "combe-harrow/snug"]

    done = visitor.submit(wrong.form().fill(room_types=ticked))

    assert "Combe Harrow, Snug or Garden" in done.text
    assert "Withy Moor, any room that takes you" in done.text
    row = db.session.execute(select(WaitlistEntry)).scalar_one()
    house, other = houses
    assert {house.room_types["garden"], house.room_types["snug"]} < set(row.room_types)
    assert house.room_types["shepherds-hut"] not in row.room_types
    assert set(row.room_types) & set(other.room_types.values())
    wish = Wish(row.earliest_on, row.latest_on, row.nights, Party(2), tuple(row.room_types))
    again = visitor.get(again_url(wish)).one("details", id="room_types")
    assert [box.attrib["value"] for box in again.iter("input") if "checked" in box.attrib] == ticked[::-1]
