"""Many nights at once, derived rates, floors and ceilings, a night's history, and the search as a guest."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.pricing.draft.operations import set_bound
from app.pricing.draft.queries import bounds, draft_of
from app.pricing.draft.rules import Bound, Limits, Scope
from app.store import db
from tests import drafts
from tests.builders import FRIDAY
from tests.cast import House, found
from tests.page import Page, Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)

URL = "/staff/combe-harrow/rates"


@pytest.fixture
def house(app: Flask) -> House:
    return found()


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def many(visitor: Visitor, status: int = 200, **typed: Any) -> Page:
    given = {"first": "2027-03-05", "last": "2027-03-18"}
    return visitor.submit(visitor.get(f"{URL}/many").form().fill(**given | typed), status)


def test_weekdays_and_room_types_are_chosen(manager: Visitor, house: House) -> None:
    page = many(manager, weekdays=["4", "5"], room_types=["snug", "garden"], move="up_percent", amount="10")
    assert page.h1 == "Rates, Combe Harrow"
    weekends = [FRIDAY + timedelta(days=day) for day in (0, 1, 7, 8)]
    wanted = {*drafts.cells(house, weekends), *drafts.cells(house, weekends, "garden")}
    db.session.rollback()
    assert draft_of(house.id).rates == dict.fromkeys(wanted, 16500)


def test_rules_for_the_house_are_one_a_night(manager: Visitor, house: House) -> None:
    many(manager, last="2027-03-06", closed_to_arrival="yes", max_stay="7", rules_for="location")
    db.session.rollback()
    limits = Limits(closed_to_arrival=True, max_stay=7)
    nights = (FRIDAY, FRIDAY + timedelta(days=1))
    assert draft_of(house.id).limits == {Scope(night, "location", house.id): limits for night in nights}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": "soon"}, "Enter the first night as a date"),
        ({"last": "2027-03-04"}, "Turn them round"),
        ({"last": "2030-03-04"}, "Choose 800 nights at most"),
        ({"first": "2027-02-01"}, "has gone by"),
        ({"last": "2027-03-05", "weekdays": ["0"]}, "No night lies on these weekdays"),
        ({"weekdays": ["7"]}, "Choose days of the week"),
        ({"room_types": ["garden", "sea"]}, "Choose room types of this house"),
        ({"plans": ["saver"]}, "Saver follows Flexible"),
        ({"last": "2027-09-05"}, "has no rate yet"),
        ({"amount": "0", "move": "set"}, "more than nothing"),
        ({"move": "", "amount": "", "max_stay": "²"}, "Choose one from the list"),
        ({"move": "", "amount": "", "max_stay": "7", "rules_for": ""}, "Choose one from the list"),
    ],
)
def test_what_cannot_be_is_sent_back_with_what_was_typed(
    manager: Visitor, house: House, typed: dict[str, Any], words: str
) -> None:
    page = many(manager, 422, **{"move": "up", "amount": "5"} | typed)
    assert words in page.text
    assert page.one("input", name="first").get("value") == typed.get("first", "2027-03-05")
    db.session.rollback()
    assert not draft_of(house.id)


def test_a_derived_rate_is_drafted_and_told(manager: Visitor, house: House) -> None:
    page = manager.get(f"{URL}/following")
    form = next(each for each in page.all("form") if each.get("aria-label") == "Saver")
    assert "10% below Flexible" in page.text
    sent = {**_values(form), "percent": "-15", "amount": "2.50"}
    done = manager.post(f"{URL}/following", sent)
    assert "in draft: 15% below and £2.50 above Flexible" in done.text
    db.session.rollback()
    assert draft_of(house.id).plans == {house.plans["saver"]: (-1500, 250)}
    assert "one derived rate" in manager.get(URL, reads=18).text.lower()


@pytest.mark.parametrize("typed", [{"percent": "lots"}, {"percent": "-80"}, {"amount": "-"}, {"plan": "flexible"}])
def test_a_derived_rate_that_may_not_be_is_sent_back(manager: Visitor, house: House, typed: dict[str, str]) -> None:
    page = manager.get(f"{URL}/following")
    form = next(each for each in page.all("form") if each.get("aria-label") == "Saver")
    assert "Not done" in manager.post(f"{URL}/following", {**_values(form), **typed}, 422).text
    db.session.rollback()
    assert not draft_of(house.id)


def test_floors_and_ceilings_are_set_together(manager: Visitor, house: House) -> None:
    form = manager.get(f"{URL}/following").form(action=f"{URL}/bounds")
    typed = {"floor-snug": "96", "ceiling-snug": "£240", "floor-garden": "100.50", "ceiling-garden": "300"}
    assert "hold from now on" in manager.submit(form.fill(**typed)).text
    db.session.rollback()
    wanted = {house.room_types["snug"]: Bound(9600, 24000), house.room_types["garden"]: Bound(10050, 30000)}
    assert bounds(house.room_types.values()) == wanted
    refused = manager.submit(form.fill(**typed), 409)
    assert "changed these rates" in refused.text


@pytest.mark.parametrize(
    "typed", [{"floor-snug": "160"}, {"floor-snug": "0"}, {"ceiling-snug": "x"}, {"ceiling-snug": "90"}]
)
def test_a_bound_past_a_rate_is_sent_back(manager: Visitor, house: House, typed: dict[str, str]) -> None:
    form = manager.get(f"{URL}/following").form(action=f"{URL}/bounds")
    given = {"floor-snug": "96", "ceiling-snug": "240"} | typed
    page = manager.submit(form.fill(**given), 422)
    for name, words in given.items():
        assert page.one("input", name=name).get("value") == words
    db.session.rollback()
    assert bounds(house.room_types.values()) == {}


def test_a_night_tells_its_history(manager: Visitor, house: House) -> None:
    drafts.moved(house, [drafts.cell(house, FRIDAY)], "set", 17500)
    drafts.published(house)
    drafts.moved(house, [drafts.cell(house, FRIDAY)], "set", 19900)
    page = manager.get(f"{URL}/night?room_type=snug&rate_plan=saver&night=2027-03-05")
    assert "£175.00 now, £199.00 in draft" in page.text
    assert "which follows Flexible" in page.text
    assert "Mon 1 March 2027, 9am£175.00The house" in page.text.replace(" £", "£").replace("£175.00 ", "£175.00")


@pytest.mark.parametrize("query", ["", "room_type=snug&rate_plan=flexible&night=x", "room_type=x&night=2027-03-05"])
def test_no_such_night_is_not_there(manager: Visitor, query: str) -> None:
    assert manager.client.get(f"{URL}/night?{query}").status_code == 404


def test_the_search_as_a_guest_is_the_search_after_publishing(app: Flask, manager: Visitor, house: House) -> None:
    set_bound(house.room_types["snug"], Bound(10000, 30000), by=None)
    drafts.moved(house, drafts.cells(house, [FRIDAY, FRIDAY + timedelta(days=1)]), "up", 1250)
    drafts.forbidden(house, [FRIDAY], "room_type", house.room_types["garden"], closed=True)
    query = "arrival=2027-03-05&departure=2027-03-07&adults=1"
    page = manager.get(f"{URL}/preview?{query}", reads=20)
    assert "GardenFlexible£270not sold changes" in page.text
    assert "£270" in page.text
    drafts.published(house)
    guest = Visitor(app).get(f"/stays?location=combe-harrow&{query}")
    totals = {
        (row.get("data-rate-plan"), data.get("value"))
        for row in guest.all()
        if row.get("data-rate-plan")
        for data in row.iter("data")
        if data.get("class") == "price"
    }
    assert {int(str(value)) for _, value in totals} == set(page.prices())


@pytest.mark.parametrize("query", ["arrival=x", "adults=40", "arrival=2027-03-05", "children=-1"])
def test_a_search_that_makes_no_sense_is_sent_back(manager: Visitor, query: str) -> None:
    assert "There is a problem" in manager.get(f"{URL}/preview?{query}", 422).text


def test_reception_reads_these_pages_and_may_not_change(app: Flask, house: House) -> None:
    visitor = desk(app, "reception")
    page = visitor.get(f"{URL}/following")
    assert "Put in the draft" not in page.text
    assert visitor.client.get(f"{URL}/many").status_code == 403
    assert visitor.get(f"{URL}/preview", reads=20).h1 == "Combe Harrow as a guest will see it"


def _values(form: Any) -> dict[str, str]:
    return {field.attrib["name"]: field.get("value", "") for field in form.iter("input") if "name" in field.attrib}
