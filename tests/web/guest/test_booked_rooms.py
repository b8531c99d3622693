"""A booking of two rooms: every page and file about it names both, who sleeps where, and one total."""

from __future__ import annotations

import json

import pytest

from app.booking import operations as booking
from app.kernel.party import Party
from app.web.links import link_token
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY
from tests.page import Page, Visitor

SUPPERS = ((FRIDAY, "20:00"),)


@pytest.fixture
def token(visitor: Visitor) -> str:
    house = cast.found()
    both = several(
        house,
        basket(house, "garden", party=Party(2, (4,)), extras={"flowers": 1, "bicycle": 2}, suppers=SUPPERS),
        basket(house, "snug", party=Party(2), extras={"flowers": 1}, suppers=SUPPERS),
    )
    started = booking.start_checkout(both)
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    placed = booking.place_booking(started.checkout_id)
    return link_token("booking", placed.booking_id, placed.version)


def rows(page: Page) -> dict[str, str]:
    table = page.one("table", class_="ptable")
    found = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    return {row[0]: row[1] for row in found}


TOTAL = 30000 + 2 * 3500 + 30000 + 2 * 3500 + 2 * 2 * 1800
"""A garden room with a child of four, a snug, flowers in both, two bicycles for two nights."""


def test_the_booking_page_names_both_rooms_and_who_sleeps_there(visitor: Visitor, token: str) -> None:
    page = visitor.get(f"/bookings/{token}")

    shown = rows(page)
    assert shown["Room 1"] == "Garden, Flexible, 2 adults, 1 child"
    assert shown["Room 2"] == "Snug, Flexible, 2 adults"
    assert shown["Who’s coming"] == "Anna Whitlock: 4 adults, 1 child"
    assert shown["Supper"] == "Fri 5 March, 8.00", "one table for all, said once"
    assert shown["Extras"] == "Bicycle × 2, Flowers × 2"
    assert page.prices() == [TOTAL]


@pytest.mark.parametrize("path", ["", "/confirmed"])
def test_the_bill_goes_room_by_room_to_one_total(visitor: Visitor, token: str, path: str) -> None:
    page = visitor.get(f"/bookings/{token}{path}")

    headings = ["".join(cell.itertext()) for cell in page.all("th", scope="rowgroup")]
    assert headings == ["Room 1: Garden", "Room 2: Snug"]
    assert page.prices() == [TOTAL]
    assert "Garden and Snug, Combe Harrow" in page.text


def test_calendar_file_and_reservation_name_both(visitor: Visitor, token: str) -> None:
    assert "SUMMARY:Combe Harrow\\, Garden and Snug" in visitor.client.get(f"/bookings/{token}/calendar.ics").text
    script = visitor.get(f"/bookings/{token}").one("script", type="application/ld+json")
    described = json.loads("".join(script.itertext()))
    assert described["lodgingUnitDescription"] == "Garden and Snug"
    assert (described["numAdults"], described["numChildren"]) == (4, 1)
    assert described["totalPrice"] == f"{TOTAL / 100:.2f}"
