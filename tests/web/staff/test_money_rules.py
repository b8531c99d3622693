"""Rates and money of a house: what a guest will read, and from which day it holds."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.pricing.queries import price_list
from tests.builders import FRIDAY
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.stock import rows

HOUSE = "/staff/combe-harrow/house"


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def plan_url() -> str:
    return f"{HOUSE}/plans/{found().plans['flexible']}"


def stated(visitor: Visitor, status: int = 200, **typed: object) -> Page:
    form = visitor.get(f"{HOUSE}/taxes").form(action=f"{HOUSE}/taxes/vat")
    return visitor.submit(
        form.fill(**{"kinds": ["room"], "rate_bp": "5", "vat_from_on": "2027-03-06", **typed}), status
    )


def test_a_plan_says_what_a_guest_will_read_before_it_is_kept(manager: Visitor) -> None:
    form = manager.get(plan_url()).form(action=plan_url())
    page = manager.submit(form.fill(free_days="7", due_now_bp="30", balance_days="10"), press="act=preview")
    assert "30% now, the rest by link on Sun 21 March" in page.text
    assert "Free to cancel until noon, Wed 24 March" in page.text
    assert price_list(found().id).by_id[found().plans["flexible"]].free_days == 2


def test_a_kept_plan_holds_for_the_next_guest(manager: Visitor, visitor: Visitor) -> None:
    manager.submit(manager.get(plan_url()).form(action=plan_url()).fill(name="Bed and eggs", free_days="1"))
    page = visitor.get("/stays?arrival=2027-03-05&departure=2027-03-07&adults=2&location=combe-harrow", reads=25)
    assert "Bed and eggs" in page.text
    assert "Free to cancel until noon, Thu 4 March" in page.text


def test_a_derived_price_is_changed_in_the_draft_alone(manager: Visitor) -> None:
    url = f"{HOUSE}/plans/{found().plans['saver']}"
    form = manager.get(url).form(action=url)
    page = manager.submit(form.fill(adjust_bp="-30"), 422)
    assert "changed in the draft" in page.words(id="adjust_bp-error")
    assert page.link("Rates that follow others").endswith("/staff/combe-harrow/rates/following")
    assert price_list(found().id).by_id[found().plans["saver"]].adjust_bp == -1000
    manager.submit(form.fill(name="Early bird"))
    new = manager.get(f"{HOUSE}/plans/new").form()
    wrong = {"name": "Free", "base_plan_id": str(found().plans["flexible"]), "adjust_minor": "-300"}
    assert "would be £0" in manager.submit(new.fill(**wrong), 422).words(id="adjust_minor-error")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("due_now_bp", "101"),
        ("due_now_bp", "-1"),
        ("free_days", "1.5"),
        ("free_time", "25:00"),
        ("round_to_minor", "0"),
        ("adjust_bp", "ten"),
        ("base_plan_id", "999"),
        ("cancelling", "resale"),
        ("name", ""),
    ],
)
def test_a_plan_that_cannot_be_is_told(manager: Visitor, field: str, typed: str) -> None:
    page = manager.submit(manager.get(plan_url()).form(action=plan_url()).fill(**{field: typed}), 422)
    assert page.form(action=plan_url()).data().get(field, [""])[0] in (typed, "")


def test_vat_holds_from_its_day_and_not_before(manager: Visitor) -> None:
    stated(manager)
    prices = price_list(found().id)
    assert prices.vat_bp("room", FRIDAY) == 2000
    assert prices.vat_bp("room", date(2027, 3, 6)) == 500


def test_the_past_is_never_edited(manager: Visitor) -> None:
    assert stated(manager, 409, vat_from_on="2027-02-01").all(data_reason="passed")
    stated(manager)
    assert "stands for that day already" in stated(manager, 422).text
    manager.submit(manager.get(f"{HOUSE}/taxes").form(action=f"{HOUSE}/taxes/vat/room/2027-03-06/withdraw"))
    assert rows("SELECT count(*) FROM tax_rate WHERE holds_from_on = '2027-03-06'") == [(0,)]


def test_a_levy_stands_in_every_total_from_its_day_until_it_ends(manager: Visitor, visitor: Visitor) -> None:
    search = "/stays?arrival=2027-03-05&departure=2027-03-07&adults=2&location=combe-harrow"
    before = visitor.get(search, reads=25).prices()[0]
    form = manager.get(f"{HOUSE}/taxes").form(action=f"{HOUSE}/taxes/levies")
    levy = {"name": "City tax", "kind": "person_night", "amount_minor": "2", "holds_from_on": "2027-03-01"}
    manager.submit(form.fill(**levy))
    assert visitor.get(search, reads=25).prices()[0] == before + 2 * 2 * 200
    ((levy_id,),) = rows("SELECT id FROM levy")
    url = f"{HOUSE}/taxes/levies/{levy_id}/end"
    for typed, status in (("soon", 422), ("2026-03-06", 409)):
        wrong = manager.submit(manager.get(f"{HOUSE}/taxes").form(action=url).fill(holds_until_on=typed), status)
        assert wrong.one("input", name="holds_until_on").get("value") == typed
    manager.submit(manager.get(f"{HOUSE}/taxes").form(action=url).fill(holds_until_on="2027-03-06"))
    assert visitor.get(search, reads=25).prices()[0] == before + 2 * 200


def test_a_levy_says_how_much_it_is(manager: Visitor) -> None:
    form = manager.get(f"{HOUSE}/taxes").form(action=f"{HOUSE}/taxes/levies")
    page = manager.submit(form.fill(name="Tax", kind="percent", amount_minor="2", holds_from_on="2027-03-09"), 422)
    assert "Enter how much it is" in page.text


def test_bands_of_ages_stand_apart(manager: Visitor) -> None:
    url = f"{HOUSE}/party-prices"
    form = manager.get(url).form(action=url)
    page = manager.submit(form.fill(child2_from="10", child2_to="17", child2_minor="40"), 422)
    assert "each stands in one band only" in page.text
    manager.submit(form.fill(child1_minor="20", adult_minor="55"))
    party = price_list(found().id).party
    assert party.children[0] == (2, 12, 2000)
    assert party.adult_minor == 5500


def test_a_crop_of_one_garden_stands_in_its_almanac(manager: Visitor, visitor: Visitor) -> None:
    url = f"{HOUSE}/produce/new"
    manager.submit(manager.get(url).form(action=url).fill(name="Sea kale", months=["3", "4"]))
    assert "Sea kale" in visitor.get("/houses/combe-harrow", reads=25).text
    assert "Sea kale" not in visitor.get("/houses/withy-moor", reads=25).text


def test_an_extra_with_a_stock_is_counted(manager: Visitor) -> None:
    url = f"{HOUSE}/extras/{found().extras['flowers']}"
    manager.submit(manager.get(url).form(action=url).fill(stock="2", price_minor="40.50"))
    assert rows("SELECT price_minor, stock FROM extra WHERE slug = 'flowers' ORDER BY id")[0] == (4050, 2)
    counted = "SELECT min(sellable), max(sellable) FROM allotment JOIN resource ON resource.id = resource_id"
    assert rows(f"{counted} WHERE extra_id = :x", x=found().extras["flowers"]) == [(2, 2)]
