"""The rates grid: what stands in it, changing it, and what somebody else sees of that."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.availability.boards import board
from app.availability.drafted import drafted_board
from app.availability.search import search_house
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import money
from app.pricing.draft.operations import set_bound
from app.pricing.draft.queries import draft_of, published_limits, published_rates
from app.pricing.draft.rules import Bound, Limits
from app.staff.rates.asked import Asked
from app.staff.rates.cells import grid_of
from app.store import db
from tests import drafts
from tests.builders import FRIDAY, restriction
from tests.cast import House, found
from tests.page import Page, Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)

URL = "/staff/combe-harrow/rates"
SATURDAY = FRIDAY + timedelta(days=1)
TWO = ["snug.flexible.2027-03-05", "snug.flexible.2027-03-06"]


@pytest.fixture
def house(app: Flask) -> House:
    return found()


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def cell(page: Page, value: str) -> str:
    return page.one("input", value=value).attrib["aria-label"]


def change(visitor: Visitor, ticked: list[str], status: int = 200, **typed: Any) -> Page:
    return visitor.submit(visitor.get(URL).form(id="change").fill(n=ticked, **typed), status)


def test_the_grid_says_price_stock_and_rules(manager: Visitor, house: House) -> None:
    restriction(house, FRIDAY, "room_type", house.room_types["garden"], min_stay_arrival=2, closed_to_departure=True)
    page = manager.get(URL, reads=14)
    assert cell(page, TWO[0]) == "Snug, Flexible, Fri 5 March, £150, 3 left"
    assert cell(page, "snug.saver.2027-03-05") == "Snug, Saver, Fri 5 March, £135, 3 left"
    assert cell(page, "shepherds-hut.supper.2027-03-05") == "Shepherds hut, Supper, Fri 5 March, £234, 1 left"
    assert "two nights at least, no departures" in cell(page, "garden.flexible.2027-03-05")


def test_a_change_stands_in_the_draft_and_is_published_at_once(app: Flask, manager: Visitor, house: House) -> None:
    page = change(manager, TWO, move="up_percent", amount="8")
    assert "Two nights changed in draft" in page.text
    assert cell(page, TWO[0]) == "Snug, Flexible, Fri 5 March, £162 in the draft, now £150, 3 left"
    assert cell(page, "snug.saver.2027-03-05") == "Snug, Saver, Fri 5 March, £146 in the draft, now £135, 3 left"
    guest = "/stays?location=combe-harrow&arrival=2027-03-05&departure=2027-03-07"
    stranger = Visitor(app)
    assert 32400 not in stranger.get(guest).prices()
    done = manager.submit(page.form(id="publication"))
    assert "Guests see these rates from now on" in done.text
    assert cell(done, TWO[0]) == "Snug, Flexible, Fri 5 March, £162, 3 left"
    assert 32400 in stranger.get(guest).prices()
    assert "Priya Nair published two nights" in done.text


def test_the_bill_of_a_drafted_stay_is_the_guests(manager: Visitor) -> None:
    page = change(manager, TWO, move="set", amount="£212.50")
    assert "You pay£425.00" in page.text
    assert "Was£300.00" in page.text


def test_rules_are_drafted_for_what_is_chosen(manager: Visitor, house: House) -> None:
    page = change(manager, TWO[:1], min_stay_arrival="2", closed_to_arrival="yes", rules_for="room_type")
    assert "two nights at least, no arrivals, rules in the draft" in cell(page, TWO[0])
    assert "two nights at least" in cell(page, "snug.saver.2027-03-05")
    manager.submit(page.form(id="publication"))
    db.session.rollback()
    (limits,) = published_limits(house.id, FRIDAY, FRIDAY).values()
    assert limits == Limits(closed_to_arrival=True, min_stay_arrival=2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"move": "set", "amount": "0"}, "would be £0. A rate is more than nothing."),
        ({"move": "set", "amount": "-12"}, "would be -£12. A rate is more than nothing."),
        ({"move": "set", "amount": "301"}, "would be £301. The ceiling is £300."),
        ({"move": "down", "amount": "60"}, "would be £90. The floor is £100."),
        ({"move": "up", "amount": "lots"}, "Enter how much, like 212"),
        ({"move": "up", "amount": "9" * 10_000}, "Enter how much, like 212"),
        ({"move": "up_percent", "amount": "501"}, "500 per cent at most"),
        ({"move": "sideways", "amount": "5"}, "Choose one from the list"),
        ({"min_stay_arrival": "soon"}, "Choose one from the list"),
        ({"amount": "5"}, "Say what the amount does"),
        ({}, "Say what to change"),
    ],
)
def test_what_may_not_stand_is_refused_and_kept(
    manager: Visitor, house: House, typed: dict[str, str], words: str
) -> None:
    set_bound(house.room_types["snug"], Bound(10000, 30000), by=None)
    page = change(manager, TWO, 422, **typed)
    assert words in page.text
    assert [box.attrib["value"] for box in page.all("input", name="n") if "checked" in box.attrib] == TWO
    assert page.one("input", name="amount").get("value") == typed.get("amount", "")
    assert not draft_of(house.id)


@pytest.mark.parametrize(
    "ticked",
    [[], ["x"], ["snug.flexible.2027-99-99"], ["..", "\x00", "garden-of-eden.flexible.2027-03-05"]],
)
def test_nothing_ticked_is_said(manager: Visitor, ticked: list[str]) -> None:
    assert "Tick the nights to change first" in change(manager, ticked, 422, move="up", amount="5").text


def test_nights_gone_by_and_derived_rates_are_refused(manager: Visitor) -> None:
    page = change(manager, ["snug.flexible.2027-02-28"], 422, move="up", amount="5")
    assert "28 February 2027 has gone by" in page.text
    page = change(manager, ["snug.saver.2027-03-05"], 422, move="up", amount="5")
    assert "Saver follows Flexible" in page.text


def test_a_draft_that_somebody_changed_meanwhile_is_shown_and_not_published(manager: Visitor, house: House) -> None:
    page = change(manager, TWO, move="up", amount="10")
    drafts.moved(house, drafts.cells(house, [SATURDAY], "garden"), "set", 19900)
    refused = manager.submit(page.form(id="publication"), 409)
    assert "Garden, Flexible, Sat 6 March: £150 when you looked, £199 now (The house, 9am)" in refused.text
    assert set(published_rates(house.id, FRIDAY, SATURDAY).values()) == {15000}
    done = manager.submit(refused.form(id="publication"))
    assert "Guests see these rates from now on" in done.text


def test_a_cell_that_somebody_changed_meanwhile_is_not_changed_again(manager: Visitor, house: House) -> None:
    form = manager.get(URL).form(id="change").fill(n=TWO, move="up", amount="10")
    drafts.moved(house, drafts.cells(house, [FRIDAY]), "set", 19900)
    page = manager.submit(form, 409)
    assert "Snug, Flexible, Fri 5 March: £150 when you looked, £199 now" in page.text
    assert page.one("input", name="amount").get("value") == "10"
    assert list(draft_of(house.id).rates.values()) == [19900]


def test_the_draft_can_be_thrown_away(manager: Visitor, house: House) -> None:
    page = change(manager, TWO, move="up", amount="10")
    stale = page.form(action=f"{URL}/discarding?from=2027-03-01&days=14")
    assert "thrown away" in manager.submit(stale).text
    assert "There is no draft any more" in manager.submit(stale, 409).text


def test_reception_reads_and_changes_nothing(app: Flask, house: House) -> None:
    visitor = desk(app, "reception")
    page = visitor.get(URL)
    assert "£150" in page.text
    assert page.all("input", name="n") == []
    token = page.one("form", action="/staff/rates") if page.all("form", action="/staff/rates") else None
    assert token is None
    for deed in ("draft", "publication", "discarding"):
        assert visitor.client.post(f"{URL}/{deed}", data={}).status_code in (400, 403)


def test_another_houses_manager_sees_nothing(app: Flask) -> None:
    assert desk(app, "manager", "withy-moor").client.get(URL).status_code == 404


def test_the_group_chooses_a_house(app: Flask) -> None:
    visitor = desk(app, "administrator")
    page = visitor.get(URL)
    chosen = visitor.submit(page.form(action="/staff/rates").fill(house="withy-moor"))
    assert chosen.h1 == "Rates, Withy Moor"


@pytest.mark.parametrize("query", ["from=x&days=x&plan=x", "from=0001-01-01&days=28", "from=9999-12-31&days=7"])
def test_an_odd_address_shows_a_grid(manager: Visitor, query: str) -> None:
    assert manager.get(f"{URL}?{query}").h1 == "Rates, Combe Harrow"


def test_what_the_grid_asks_is_what_a_guest_pays_for_the_night(app: Flask, house: House) -> None:
    nights = [FRIDAY + timedelta(days=day) for day in range(7)]
    drafts.moved(house, drafts.cells(house, nights), "up_percent", 733, 1)
    drafts.moved(house, drafts.cells(house, nights[2:], "garden"), "down", 1234, 1)
    for state in ("drafted", "published"):
        if state == "published":
            drafts.published(house)
        db.session.rollback()
        grid = grid_of(Asked(catalogue().by_id[house.id], FRIDAY, FRIDAY, 7, None))
        seen = drafted_board(board(grid.house), grid.draft)
        for day, night in enumerate(nights):
            fit = search_house(seen, Stay.of(night, 1), Party(), clock.now())
            asked = {(one.room_type.id, rate.plan.id): rate.total_minor for one in fit.rooms for rate in one.rates}
            shown = {(row.room_type.id, row.plan.id): row.cells[day].price for row in grid.rows}
            assert shown == {key: money(total) for key, total in asked.items()}
