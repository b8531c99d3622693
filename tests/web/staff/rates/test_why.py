"""Why can't this be sold: the reasons are the guest's, in their order, each with the way to change it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.availability.boards import board
from app.availability.rules import REASONS
from app.availability.search import reasons_against
from app.booking.blocks import NewBlock, hold_block
from app.booking.rooms.operations import lift_closure
from app.catalogue.queries import catalogue
from app.inventory import operations as inventory
from app.inventory.models import Allotment
from app.inventory.packing.queries import doors_of
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import short_day
from app.pricing.draft.operations import publish_draft
from app.pricing.draft.queries import seen_now
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of
from tests import drafts, stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, prices_changed, restriction
from tests.cards import placed
from tests.cast import House, found
from tests.page import Page, Visitor
from tests.staffing import desk, hired

pytestmark = pytest.mark.houses(2)
SUNDAY = FRIDAY + timedelta(days=2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def ask(visitor: Visitor, status: int = 200, reads: int = 12, **typed: Any) -> Page:
    given = {"room_type": "snug", "rate_plan": "flexible", "arrival": "2027-03-05", "departure": "2027-03-07"}
    return visitor.get("/staff/combe-harrow/why", status, reads, query_string=given | typed)


def against(page: Page) -> list[str]:
    """The rules that stand against it, as the page lists them."""
    return [one.attrib["data-reason"] for one in page.all("li", class_="no")]


def test_what_can_be_sold_is_said_with_its_price(manager: Visitor) -> None:
    page = ask(manager)
    assert "Two nights from Fri 5 March can be sold, for £300." in page.text
    assert against(page) == []
    assert len(page.all("ul", class_="reasons")[0]) == len(REASONS) + 1, "and one room throughout"


def test_the_binding_rule_comes_first_and_each_leads_to_its_night(manager: Visitor, house: House) -> None:
    restriction(house, FRIDAY, "room_type", house.room_types["snug"], min_stay_arrival=3, closed_to_arrival=True)
    restriction(house, SUNDAY, closed_to_departure=True)
    prices_changed(house)
    page = ask(manager)
    assert against(page) == ["closed_to_arrival", "closed_to_departure", "min_stay"]
    assert page.one("div", class_="answer").attrib["data-reason"] == "closed_to_arrival"
    assert "can’t be sold: no arrivals" in page.text
    assert "Fewest nights is 3: Fri 5 March, for Snug" in page.text
    assert "No departures: Sun 7 March, for the whole house" in page.text
    links = [a.attrib["href"] for a in page.all("a", class_="row")]
    assert links[0] == "/staff/combe-harrow/rates?from=2027-03-02&n=snug.flexible.2027-03-05&rules_for=room_type"
    ticked = manager.get(links[0]).one("input", value="snug.flexible.2027-03-05")
    assert "checked" in ticked.attrib
    form = manager.get(links[1]).form(id="change")
    assert form.data()["rules_for"] == ["location"]


def test_of_two_rules_the_stricter_one_is_named(manager: Visitor, house: House) -> None:
    restriction(house, FRIDAY, min_stay_arrival=3)
    restriction(house, FRIDAY, "room_type", house.room_types["snug"], min_stay_arrival=4)
    prices_changed(house)
    assert "Fewest nights is 4: Fri 5 March, for Snug" in ask(manager).text
    assert "for Snug and" not in ask(manager).text
    assert "the whole house" not in ask(manager).text


def test_full_names_the_night_and_other_dates_are_offered(manager: Visitor, house: House) -> None:
    def take() -> None:
        of = Allotment.resource_id == house.resources["snug"]
        write(update(Allotment).where(of, Allotment.night == FRIDAY).values(taken=Allotment.sellable))
        raise_versions([stock_of(house.id)])

    transaction(take)
    page = ask(manager)
    assert against(page) == ["full"]
    assert "Every room is taken: Fri 5 March" in page.text
    assert "can, for £" in page.text


def test_closed_rooms_lead_to_the_closures(manager: Visitor, house: House) -> None:
    def close() -> None:
        of = Allotment.resource_id == house.resources["snug"]
        write(update(Allotment).where(of, Allotment.night == FRIDAY).values(taken=1, sellable=1))
        raise_versions([stock_of(house.id)])

    transaction(close)
    page = ask(manager)
    assert "No room is left: two rooms are closed, the others taken: Fri 5 March" in page.text
    assert page.link("See the closures").endswith("/staff/combe-harrow/closures")


def test_doors_that_are_closed_in_turn_and_rooms_kept_for_a_group_have_their_line(
    manager: Visitor, house: House
) -> None:
    snug, garden = (house.resources[slug] for slug in ("snug", "garden"))
    for door, night in zip(doors_of([house.room_types["snug"]]), (0, 1, 0), strict=True):
        span = (FRIDAY + timedelta(days=night), FRIDAY + timedelta(days=night + 1), 1, "Painted")
        transaction(lambda span=span, door=door: inventory.close(snug, *span, room_id=door.id))
    page = ask(manager, reads=18)
    assert against(page) == ["one_room"]
    assert "can’t be sold: no one room is free for all of the nights" in page.text
    assert page.link("See the tape chart").endswith(f"from={FRIDAY}")
    manager.get(page.link("See the tape chart"))
    assert against(ask(manager, departure="2027-03-06", reads=20)) == []

    rooms = {house.room_types["garden"]: 2}
    stay = Stay(FRIDAY, SUNDAY)
    held = hold_block(NewBlock(house.id, "Hart wedding", stay, TODAY, house.plans["flexible"], rooms), by=1)
    transaction(lambda: inventory.close(garden, FRIDAY, SUNDAY, 1, "Painted"))
    page = ask(manager, room_type="garden")
    taken = f"the others taken: Fri 5 March and Sat 6 March; 2 kept for Hart wedding until {short_day(TODAY)}"
    assert f"one room is closed, {taken}" in page.text
    manager.get(page.link("See the closures"))
    (closure_id,) = stock.rows("SELECT MAX(id) FROM closure")[0]
    lift_closure(catalogue().by_id[house.id], int(str(closure_id)), by=1)
    placed(basket(house, "garden"))
    page = ask(manager, room_type="garden")
    assert "Every room is taken: Fri 5 March and Sat 6 March; one room booked and 2 kept for Hart" in page.text
    assert manager.get(page.link("See the block")).url.endswith(f"/blocks/{held}")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"arrival": "2027-02-20"}, ["in_the_past"]),
        ({"arrival": "2029-02-20", "departure": "2029-02-21"}, ["too_far_ahead"]),
        ({"adults": "3"}, ["party_too_large"]),
        ({"needs": "step-free"}, ["needs"]),
        ({"arrival": "2027-06-20", "departure": "2027-06-21"}, ["closed", "no_rate"]),
        ({"rate_plan": "supper", "room_type": "garden", "adults": "3"}, []),
    ],
)
def test_every_reason_is_told(manager: Visitor, typed: dict[str, str], codes: list[str]) -> None:
    assert against(ask(manager, **typed)) == codes


@pytest.mark.parametrize(
    "typed",
    [
        {"arrival": "2029-02-20", "departure": "2029-02-21"},
        {"arrival": "2027-06-20", "departure": "2027-06-21"},
    ],
)
def test_too_far_and_not_open_lead_to_how_far_ahead_the_house_sells(manager: Visitor, typed: dict[str, str]) -> None:
    link = ask(manager, **typed).link("Change it for the house")
    assert manager.get(link).one("input", id=link.partition("#")[2]).get("name") == "days_ahead"


def test_no_table_leads_to_the_sittings(manager: Visitor, house: House) -> None:
    def fill() -> None:
        of = Allotment.resource_id.in_([house.resources[name] for name in house.sittings])
        write(update(Allotment).where(of).values(taken=Allotment.sellable))
        raise_versions([stock_of(house.id)])

    transaction(fill)
    link = ask(manager, rate_plan="supper").link("Change it for the house")
    assert link.endswith("/staff/combe-harrow/house#sittings")


@pytest.mark.parametrize("plan", ["flexible", "saver", "supper"])
@pytest.mark.parametrize("nights", [1, 2, 5])
def test_the_reasons_are_those_of_the_search(manager: Visitor, house: House, plan: str, nights: int) -> None:
    restriction(house, FRIDAY, "rate_plan", house.plans["saver"], closed=True)
    restriction(house, FRIDAY, "room_type", house.room_types["snug"], min_stay_through=2, max_stay=3)
    prices_changed(house)
    here = catalogue().by_id[house.id]
    seen = board(here)
    room_type = here.room_type("snug")
    assert room_type
    stay = Stay.of(FRIDAY, nights)
    wanted = reasons_against(seen, room_type, seen.prices_of.by_id[house.plans[plan]], stay, Party())
    page = ask(manager, rate_plan=plan, departure=str(stay.departure))
    assert tuple(against(page)) == wanted


def test_what_the_draft_would_change_is_said(manager: Visitor, house: House) -> None:
    restriction(house, FRIDAY, min_stay_arrival=3)
    prices_changed(house)
    db.session.rollback()
    drafts.forbidden(house, [FRIDAY], min_stay_arrival=None)
    assert "Once the draft is published it can be sold, for £300." in ask(manager).text


def test_who_set_a_restriction_and_when_is_said_here_and_on_its_night(manager: Visitor, house: House) -> None:
    drafts.forbidden(house, [FRIDAY], closed=True)
    publish_draft(house.id, seen=seen_now(house.id), by=hired("manager", mail="priya@quince.example"))
    restriction(house, SUNDAY, closed_to_departure=True)
    prices_changed(house)
    page = ask(manager)
    day = f"{short_day(TODAY)} {TODAY.year}"
    assert f"The nights are shut: Fri 5 March, for the whole house, set by Priya Nair, {day}" in page.text
    assert "No departures: Sun 7 March, for the whole houseChange" in page.text
    night = manager.get("/staff/combe-harrow/rates/night?room_type=snug&rate_plan=flexible&night=2027-03-05")
    assert f"Priya Nair, {day}" in night.text


def test_reception_reads_without_links_to_change(app: Flask, house: House) -> None:
    restriction(house, FRIDAY, closed=True)
    prices_changed(house)
    page = ask(desk(app, "reception"))
    assert against(page) == ["closed"]
    assert page.all("a", class_="row") == []


@pytest.mark.parametrize(
    "typed",
    [
        {"room_type": "nowhere"},
        {"rate_plan": "nowhere"},
        {"arrival": "soon"},
        {"departure": ""},
        {"departure": "2027-03-05"},
        {"departure": "2027-05-05"},
        {"adults": "0"},
        {"children": "-1"},
        {"arrival": "x" * 10_000},
        {"needs": "a sea view"},
    ],
)
def test_a_question_that_makes_no_sense_is_sent_back(manager: Visitor, typed: dict[str, str]) -> None:
    assert "There is a problem" in ask(manager, 422, **typed).text


def test_no_question_is_no_mistake(manager: Visitor) -> None:
    assert manager.get("/staff/combe-harrow/why").h1 == "Why can’t this be sold?"
