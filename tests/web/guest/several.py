"""What tests of several rooms do again and again: they ask for five at the first house of the cast."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from app.booking.operations import start_checkout
from tests import cast, markup
from tests.baskets import basket
from tests.page import Page, Visitor

WEEKEND = {"arrival": "2027-03-05", "departure": "2027-03-07"}
FIVE = WEEKEND | {"adults": "5", "location": "combe-harrow"}
FLEXIBLE = (15000 + 15000 + 6000) * 2
"""A snug for two and a garden room for three, two nights."""


def sets(page: Page, house: str = "combe-harrow") -> list[Element]:
    return page.all("li", class_="room--set", data_location=house)


def rows(card: Element) -> list[tuple[str, str]]:
    """(room type, who sleeps there) of every room of a set."""
    found = [row for row in card.iter("li") if row.get("class") == "set__room"]
    return [(row.attrib["data-room-type"], markup.words(next(row.iter("p")))) for row in found]


def totals(card: Element) -> dict[str, int]:
    found = {}
    for row in (one for one in card.iter("li") if "data-rate-plan" in one.attrib):
        price = next(data for data in row.iter("data") if data.get("class") == "price")
        found[row.attrib["data-rate-plan"]] = int(price.attrib["value"])
    return found


def press(card: Element, plan: str) -> str:
    row = next(one for one in card.iter("li") if one.get("data-rate-plan") == plan)
    return f"rate={next(row.iter('button')).attrib['value']}"


def hold_rooms(room_type: str, rooms: int, house: str = "combe-harrow") -> None:
    """So many rooms of a type are held by other guests."""
    for _ in range(rooms):
        start_checkout(basket(cast.found(house), room_type))


def choose(visitor: Visitor, plan: str = "flexible", status: int = 200, **asked: str) -> Page:
    page = visitor.get("/stays", query_string=FIVE | asked)
    (card,) = sets(page)
    return visitor.submit(page.form(id="choose"), press=press(card, plan), status=status)
