"""One guest's money, page by page: from home by every way to booked, with everything that can be added.

The total at each step is the first one plus what the guest added, every bill says the same lines, every button
says the debt, every price is a total with VAT, and every "left" can be counted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.inventory.models import Allotment, Resource
from app.kernel.words import money
from tests import cast, markup
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose, fresh, pay

NIGHTS = [FRIDAY, FRIDAY + timedelta(days=1)]
DATES = {"arrival": "2027-03-05", "departure": "2027-03-07"}
PLANS = {"flexible": 30000, "saver": 27000, "supper": 46800}
"""What two pay for two nights in any room of `tests.cast`."""

ROOM = "/houses/combe-harrow/rooms/garden"
FLOWERS, BICYCLES, SUPPER = 3500, 1800 * 2 * 2, 0
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LEFT = re.compile(r"\b(\d+|" + "|".join(NUMBERS) + r") (?:rooms? )?left\b", re.IGNORECASE)
SUM = re.compile(r"£[\d,]+(?:\.\d\d)?")


def bill(page: Page) -> list[tuple[str, str]]:
    """The lines of the quote as printed, without the words for who pays when."""
    tables = page.all("table", class_="bill")
    assert len(tables) == 1, page.url
    rows = [[markup.words(cell) for cell in row] for row in tables[0].iter("tr") if row.get("class", "") in ("", "vat")]
    return [(label, amount) for label, amount in rows]


def in_pence(text: str) -> int:
    return round(float(text.lstrip("£").replace(",", "")) * 100)


def left_in(place: Element) -> list[str]:
    """The numbers of every "left" in its words."""
    return [number for text in place.itertext() for number in LEFT.findall(text)]


def button(page: Page, act: str) -> str:
    return page.words("button", name="act", value=act)


def hold_by(visitor: Visitor, way: str, plan: str, party: dict[str, str]) -> tuple[int, Page]:
    """(the first total shown, the checkout of a garden room), coming from the results or by the room's own page."""
    house = cast.found()
    rate = f"{house.room_types['garden']}:{house.plans[plan]}"
    if way == "results":
        page = visitor.get("/stays", query_string=DATES | party)
        cards = page.all("li", data_location=house.slug, data_room_type="garden")
        row = next(row for row in cards[0].iter("li") if row.get("data-rate-plan") == plan)
        form, press = page.form(id="choose"), f"rate={rate}"
    else:
        page = visitor.get(ROOM, query_string=DATES | party | {"rate": rate})
        row = page.one("label", data_rate_plan=plan)
        form, press = page.form(id="book"), None
        shown = next(int(price.attrib["value"]) for price in row.iter("data"))
        assert f"Book for {money(shown)}" in page.text
    first = next(int(price.attrib["value"]) for price in row.iter("data") if price.get("class") == "price")
    return first, visitor.submit(form, press=press)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("way", ["results", "room"])
def test_the_total_grows_only_by_what_the_guest_adds(visitor: Visitor, way: str, plan: str) -> None:
    house = cast.found()
    first, held = hold_by(visitor, way, plan, {"adults": "2"})
    assert first == PLANS[plan]
    assert held.prices() == [first]
    added = {
        f"extra-{house.extras['flowers']}": "1",
        f"extra-{house.extras['bicycle']}": "2",
        "supper-2027-03-05": str(house.sittings["20:00"]),
    }
    updated = visitor.submit(held.form(id="details").fill(**ANNA, **added), press="act=update")
    total = first + FLOWERS + BICYCLES + SUPPER
    assert updated.prices() == [total]
    act = "pay" if plan == "saver" else "owe"
    assert (
        button(updated, act)
        == {
            "pay": f"Pay {money(total)} and book",
            "owe": f"Book and owe {money(total)} at the house",
        }[act]
    ), "the button states the debt"
    done = visitor.submit(updated.form(id="details"), press=f"act={act}")
    if act == "pay":
        assert money(total, pence=True) in done.text
        done = pay(visitor, done, "works")
    own = visitor.get(done.link("See your booking"))
    assert done.prices() == own.prices() == [total]
    assert bill(updated) == bill(done) == bill(own)
    assert sum(in_pence(amount) for label, amount in bill(own) if "VAT" not in label) == total


@pytest.mark.parametrize("plan", PLANS)
def test_room_page_checkout_confirmed_and_booking_print_one_quote(visitor: Visitor, plan: str) -> None:
    house = cast.found()
    rate = f"{house.room_types['garden']}:{house.plans[plan]}"
    room = visitor.get(ROOM, query_string=DATES | {"rate": rate})
    _, held = hold_by(visitor, "room", plan, {"adults": "2"})
    act = "pay" if plan == "saver" else "owe"
    done = visitor.submit(held.form(id="details").fill(**ANNA, **_no_supper_missing(held)), press=f"act={act}")
    done = pay(visitor, done, "works") if act == "pay" else done
    own = visitor.get(done.link("See your booking"))
    assert bill(room) == bill(held) == bill(done) == bill(own)
    assert _vat_of(bill(own)) == round(PLANS[plan] / 6), "a sixth of a price with VAT at 20 % is VAT"


@pytest.mark.parametrize(
    ("party", "total"),
    [
        ({"adults": "2", "dogs": "2"}, 30000 + 2 * 2000),
        ({"adults": "1"}, 30000 - 2 * 1500),
        ({"adults": "3"}, 30000 + 2 * 6000),
        ({"adults": "2", "children": "4,14"}, 30000 + 2 * (3500 + 4500)),
        ({"adults": "2", "cots": "1"}, 30000),
    ],
    ids=str,
)
def test_dogs_and_children_are_in_the_first_price(visitor: Visitor, party: dict[str, str], total: int) -> None:
    first, held = hold_by(visitor, "results", "flexible", party)
    shown = visitor.get(ROOM, query_string=DATES | party)
    house = visitor.get("/houses/combe-harrow", query_string=DATES | party)
    assert first == total
    assert held.prices() == [total]
    assert total in shown.prices()
    assert min(house.prices()) <= total


@pytest.mark.parametrize("plan", PLANS)
def test_no_page_promises_what_its_rate_breaks(visitor: Visitor, plan: str) -> None:
    house = cast.found()
    rate = f"{house.room_types['garden']}:{house.plans[plan]}"
    pages = [visitor.get("/stays", query_string=DATES), visitor.get("/"), visitor.get("/houses/combe-harrow")]
    pages.append(visitor.get(ROOM, query_string=DATES | {"rate": rate}))
    for page in pages:
        for own, row in _rate_rows(page):
            assert ("free to cancel" in markup.words(row).lower()) is (own != "saver"), markup.words(row)
            assert ("not refunded" in markup.words(row).lower() or "resell" in markup.words(row)) is (own == "saver")
    assert all(not _promises_outside(page) for page in pages[:3]), "where several rates stand, none speaks for all"
    _, held = hold_by(visitor, "room", plan, {"adults": "2"})
    assert ("free to cancel" in held.text.lower()) is (plan != "saver")


def test_every_left_can_be_counted_again(visitor: Visitor) -> None:
    """After a room is held, on results, house and room page."""
    hold_by(visitor, "results", "flexible", {"adults": "2"})
    said = 0
    for address in ("/stays", "/houses/combe-harrow", ROOM):
        page = visitor.get(address, query_string=DATES)
        for place, slug, room_type in _places(page):
            for words in left_in(place):
                said += 1
                assert _number(words) == _left(slug, room_type), f"{address}: {room_type} at {slug}"
    assert said >= 6 + 3 + 1


def test_few_rooms_left_are_counted_on_the_home_page(app: Flask) -> None:
    for room_type in ["snug"] * 3 + ["garden"] * 2:
        choose(Visitor(app), room_type=room_type)
    home = Visitor(app).get("/")
    cards = {card.attrib["data-location"]: left_in(card) for card in home.all("li", class_="house-card")}
    rooms = cast.found("combe-harrow").room_types
    assert sum(_left("combe-harrow", room_type) for room_type in rooms) == 2
    assert cards == {"combe-harrow": ["Two"], "withy-moor": []}


def test_every_sum_on_the_way_is_a_total_or_says_what_else_it_is(visitor: Visitor) -> None:
    """A sum is a total (`data.price`), a night's share beside one, a line of a bill, or has words that name it."""
    for address in ("/", "/stays", "/houses/combe-harrow", ROOM):
        page = visitor.get(address, query_string=DATES)
        totals = set(page.prices())
        assert totals, address
        for price in page.all("data", class_="price"):
            assert in_pence(markup.words(price)) == int(price.attrib["value"]), address
        for share in page.all("data", class_="per-night"):
            assert int(share.attrib["value"]) * 2 in totals, address
        strange = {
            amount for text in _loose_text(page) for amount in SUM.findall(text) if in_pence(amount) not in totals
        }
        assert not strange, f"{address}: {strange}"


def _loose_text(page: Page) -> Iterator[str]:
    """What is read outside bills, marked sums, filters and the words of the Saver's fee."""
    marked = {
        inner
        for outer in page.tree.iter()
        if outer.tag in ("data", "table", "fieldset", "script") and outer.get("class") != "options-big"
        for inner in outer.iter()
    }
    for element in next(page.tree.iter("main")).iter():
        texts = [element.text or ""] if element not in marked else []
        texts += [child.tail or "" for child in element] if element not in marked else []
        yield from (text for text in texts if "resell" not in text and "resold" not in text)


def _rate_rows(page: Page) -> list[tuple[str, Element]]:
    rows = [row for row in page.all() if "data-rate-plan" in row.attrib]
    return [(row.attrib["data-rate-plan"], row) for row in rows]


def _promises_outside(page: Page) -> bool:
    """Whether words about cancelling free stand outside of every rate's own row."""
    inside = {element for _, row in _rate_rows(page) for element in row.iter()}
    loose = [element.text or "" for element in next(page.tree.iter("main")).iter() if element not in inside]
    return any("free to cancel" in text.lower() or "free cancellation" in text.lower() for text in loose)


def _places(page: Page) -> list[tuple[Element, str, str]]:
    """The innermost elements that are about one room type of one house."""
    found = [place for place in page.all() if "data-room-type" in place.attrib]
    return [(place, place.attrib["data-location"], place.attrib["data-room-type"]) for place in found]


def _left(slug: str, room_type: str) -> int:
    house = cast.found(slug)
    query = (
        select(func.min(Allotment.sellable - Allotment.taken))
        .join(Resource, Resource.id == Allotment.resource_id)
        .where(Resource.room_type_id == house.room_types[room_type], Allotment.night.in_(NIGHTS))
    )
    return int(fresh().execute(query).scalar_one())


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else NUMBERS.index(words.lower())


def _vat_of(lines: list[tuple[str, str]]) -> int:
    return sum(in_pence(amount) for label, amount in lines if "VAT" in label)


def _no_supper_missing(page: Page) -> dict[str, Any]:
    """An hour for each supper that the rate includes and nobody chose yet."""
    hour = str(cast.found().sittings["20:00"])
    typed = page.form(id="details").data()
    names = {field.attrib["name"] for field in page.all("input", type="radio") if "supper-" in field.get("name", "")}
    return {name: hour for name in names if name not in typed}
