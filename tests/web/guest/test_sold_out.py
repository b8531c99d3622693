"""Sold out under the guest's hands: what is left of the same dates stands there, and of other dates the same room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.kernel.stay import Stay
from tests import markup
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose
from tests.web.guest.test_no_one_room import offered
from tests.web.guest.test_search_filtered import claim, seat
from tests.web.guest.test_search_words import fill

pytestmark = pytest.mark.houses(2)
HERE = "The same dates in this house"


def notes(page: Page, label: str) -> set[str]:
    return {row.findtext(".//small") or "" for row in page.one("ul", aria_label=label).iter("li")}


def test_other_rooms_for_the_same_dates_come_first(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    held = choose(visitor)
    sold_out = choose(Visitor(app), status=409)
    set_clock("2027-03-01T09:16+00:00")
    choose(Visitor(app))
    lapsed = visitor.submit(held.form(id="details").fill(**ANNA), status=409, press="act=owe")
    assert lapsed.h1 == "Somebody else has it now"
    for page in (sold_out, lapsed):
        assert offered(page, HERE) == ["Snug", "Garden"]
        assert notes(page, "Nearest stays") == {"Shepherds hut, two nights, Saver, not free to cancel"}
        assert offered(page, "The same dates at other houses") == ["Withy Moor"]


def test_what_is_offered_is_chosen_where_its_link_leads(visitor: Visitor, app: Flask) -> None:
    choose(visitor)
    page = choose(Visitor(app), status=409)
    for row in page.one("ul", aria_label=HERE).iter("li"):
        total, link = next(row.iter("data")), next(row.iter("a"))
        there = visitor.get(link.attrib["href"])
        assert f"Book for {markup.words(total)}" in there.text


def test_where_the_house_is_full_other_dates_of_any_room_are_offered(visitor: Visitor) -> None:
    fill()
    page = choose(visitor, status=409)
    assert not page.all("ul", aria_label=HERE)
    assert notes(page, "Nearest stays") == {"Snug, two nights, Saver, not free to cancel"}


NO_TABLE = "No table for two is left on Friday 5 March"
SAID = "Supper at Combe Harrow is sold out that evening. The room is free. Take it without supper, or come another"


def test_where_a_table_has_gone_the_room_is_offered_without(visitor: Visitor) -> None:
    seat(Stay.of(FRIDAY, 1))
    page = choose(visitor, plan="supper", status=409)
    assert page.h1 == NO_TABLE
    assert SAID in page.text
    assert "Sold out on" not in page.text
    assert not page.all("a", text="Tell me if it frees up")
    assert offered(page, HERE) == ["Shepherds hut", "Snug", "Garden"], "the very room comes first"
    for label in ("Nearest stays", "The same dates at other houses"):
        assert all("supper" in note for note in notes(page, label)), "other evenings and houses have supper"


def test_a_table_that_went_with_the_hold_is_said_as_well(
    visitor: Visitor, app: Flask, set_clock: Callable[[str], None]
) -> None:
    claim(Stay.of(FRIDAY, 1), {"18:30": 20, "20:00": 18})
    held = choose(visitor, plan="supper")
    set_clock("2027-03-01T09:16+00:00")
    choose(Visitor(app), plan="supper", room_type="garden")
    lapsed = visitor.submit(held.form(id="details").fill(**ANNA), status=409, press="act=owe")
    assert lapsed.h1 == NO_TABLE
    assert SAID in lapsed.text
    assert "Nothing was charged" in lapsed.text
    assert offered(lapsed, HERE)[0] == "Shepherds hut"


def test_a_room_that_went_with_its_table_is_not_called_free(visitor: Visitor) -> None:
    seat(Stay.of(FRIDAY, 1))
    fill()
    assert choose(visitor, plan="supper", status=409).h1 == "That one has just gone"


def test_the_room_page_says_why_no_rate_has_supper(visitor: Visitor) -> None:
    url = "/houses/combe-harrow/rooms/shepherds-hut?arrival=2027-03-05&departure=2027-03-07&adults=2"
    said = "so the rate with supper is gone"
    assert said not in visitor.get(url).text
    seat(Stay.of(FRIDAY, 1))
    page = visitor.get(url)
    assert f"{NO_TABLE}, {said}. The room is free without" in page.text
    fill()
    assert said not in visitor.get(url).text, "where the room is full nobody is told of tables"
