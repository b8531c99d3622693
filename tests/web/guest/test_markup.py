"""What machines read of a page is what people read of it: schema.org's Hotel, HotelRoom and Offer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.page import Page, Visitor
from tests.web.guest.desk import WEEKEND

pytestmark = pytest.mark.houses(1)
HOUSE = "/houses/combe-harrow"


def described(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(page.one("script", type="application/ld+json").itertext()))
    assert found["@context"] == "https://schema.org"
    return found


def test_a_room_is_a_hotel_room_with_each_rate_that_its_page_shows(visitor: Visitor) -> None:
    page = visitor.get(f"{HOUSE}/rooms/shepherds-hut", query_string=WEEKEND, reads=20)
    room = described(page)
    assert (room["@type"], room["url"]) == ("HotelRoom", f"{HOUSE}/rooms/shepherds-hut")
    assert room["containedInPlace"] == {"@type": "Hotel", "name": "Combe Harrow", "url": HOUSE}
    assert {(offer["@type"], offer["priceCurrency"]) for offer in room["offers"]} == {("Offer", "GBP")}
    assert [offer["price"] for offer in room["offers"]] == ["300.00", "270.00", "468.00"]
    assert all(f"£{offer['price'].removesuffix('.00')}" in page.text for offer in room["offers"])
    assert all(offer["name"] in page.text for offer in room["offers"])


def test_a_house_is_a_hotel_that_offers_its_cheapest_total(visitor: Visitor) -> None:
    page = visitor.get(HOUSE, query_string=WEEKEND, reads=20)
    hotel = described(page)
    assert (hotel["@type"], hotel["name"], hotel["url"]) == ("Hotel", "Combe Harrow", HOUSE)
    assert hotel["telephone"] in page.text
    assert hotel["makesOffer"] == {"@type": "Offer", "price": "270.00", "priceCurrency": "GBP"}
    assert "£270" in page.text
    far = {"arrival": "2028-12-01", "departure": "2028-12-03", "adults": "2"}
    assert "makesOffer" not in described(visitor.get(HOUSE, query_string=far, reads=30)), "nothing is for sale then"
