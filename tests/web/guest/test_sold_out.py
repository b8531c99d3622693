"""Sold out under the guest's hands: what is left of the same dates stands there, and of other dates the same room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.kernel.stay import Stay
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose
from tests.web.guest.test_no_one_room import offered
from tests.web.guest.test_search_filtered import seat
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


def test_where_the_house_is_full_other_dates_of_any_room_are_offered(visitor: Visitor) -> None:
    fill()
    page = choose(visitor, status=409)
    assert not page.all("ul", aria_label=HERE)
    assert notes(page, "Nearest stays") == {"Snug, two nights, Saver, not free to cancel"}


def test_where_a_table_has_gone_the_room_is_offered_without(visitor: Visitor) -> None:
    seat(Stay.of(FRIDAY, 1))
    page = choose(visitor, plan="supper", status=409)
    assert offered(page, HERE) == ["Snug", "Garden", "Shepherds hut"]
