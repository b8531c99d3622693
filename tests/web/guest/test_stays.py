"""Searching, as somebody without JavaScript meets it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update

from app.booking.operations import start_checkout
from app.booking.rules import Basket, ChosenStay
from app.catalogue.models import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import RatePlan
from app.pricing.operations import restrict
from app.store import db, transaction
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.builders import FRIDAY, TODAY
from tests.page import Page, Visitor

WEEKEND = "arrival=2027-03-05&departure=2027-03-07"
READS = 8


def rooms(page: Page, house: str) -> list[str]:
    return [card.attrib["data-room-type"] for card in page.all("li", class_="room", data_location=house)]


def hold(house: str, room_type: str, rooms: int, stay: Stay | None = None) -> None:
    """So many rooms of a type are held by other guests."""
    found = cast.found(house)
    for _ in range(rooms):
        chosen = ChosenStay(found.room_types[room_type], found.plans["flexible"], stay or Stay.of(FRIDAY, 2), Party(2))
        start_checkout(Basket(found.id, (chosen,)))


def test_every_house_shows_its_rooms_and_whole_prices(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}", reads=READS)

    assert rooms(page, "combe-harrow") == rooms(page, "withy-moor") == ["snug", "garden", "shepherds-hut"]
    assert page.h1 == "Two houses have rooms that weekend"
    card = page.all("li", class_="room", data_location="combe-harrow", data_room_type="snug")[0]
    prices = [price.attrib["value"] for price in card.iter("data") if price.get("class") == "price"]
    assert prices == ["30000", "27000", "46800"], "two nights: flexible, saver at 10 % less, supper for two"
    plans = [row.attrib["data-rate-plan"] for row in card.iter("li") if row.get("data-rate-plan")]
    assert plans == ["flexible", "saver", "supper"]
    assert "Free to cancel until noon, Wed 3 March" in page.text


@pytest.mark.houses(5)
def test_five_houses_cost_at_most_eight_reads(visitor: Visitor) -> None:
    assert len(visitor.get(f"/stays?{WEEKEND}", reads=READS).statements.reads) == 1


@pytest.mark.houses(50)
def test_fifty_houses_cost_no_more_reads_than_five(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}", reads=1)

    assert len(page.all("article", class_="result")) == 50


def test_stock_is_honest_and_follows_holds(visitor: Visitor) -> None:
    def left() -> str:
        page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow", reads=READS)
        card = page.all("li", class_="room", data_room_type="snug")[0]
        return next("".join(span.itertext()) for span in card.iter("span") if "stock" in span.get("class", ""))

    assert left() == "3 left"
    hold("combe-harrow", "snug", 1)
    assert left() == "2 left"


def test_a_full_house_says_so_and_offers_other_dates_and_houses(visitor: Visitor) -> None:
    for room_type, count in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold("combe-harrow", room_type, count)

    page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow", reads=READS)

    refusals = page.all(data_reason="full")
    assert refusals
    assert "Full on Friday 5 March" in page.text
    others = page.all("ul", class_="options")
    assert len(others) == 2, "nearest dates here, the same dates elsewhere"
    for other in others:
        for row in other.iter("li"):
            link = next(row.iter("a")).attrib["href"]
            price = next(row.iter("data")).attrib["value"]
            assert int(price) in visitor.get(link).prices(), "the total beside the link is the one behind it"
    assert "withy-moor" in next(others[1].iter("a")).attrib["href"]


def test_reasons_stand_in_their_order(visitor: Visitor) -> None:
    house = cast.found("combe-harrow")
    for room_type, count in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold("combe-harrow", room_type, count, Stay.of(FRIDAY, 1))
    forbidden = {"night": FRIDAY, "scope": "location", "scope_id": house.id}
    transaction(lambda: restrict(house.id, [{**forbidden, "closed_to_arrival": True, "min_stay_arrival": 2}]))

    page = visitor.get("/stays?location=combe-harrow&arrival=2027-03-05&departure=2027-03-06")

    first = page.all(data_reason="full")[0]
    assert first.get("data-reasons") == "full closed_to_arrival min_stay"


def test_nothing_typed_is_the_next_bookable_weekend(visitor: Visitor) -> None:
    page = visitor.get("/stays")

    assert page.one(id="f-arrival").attrib["value"] == "2027-03-05"
    assert page.one(id="f-departure").attrib["value"] == "2027-03-07"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("has=bath", {"combe-harrow": ["shepherds-hut"], "withy-moor": ["shepherds-hut"]}),
        ("has=step-free&location=withy-moor", {"combe-harrow": [], "withy-moor": ["garden"]}),
        ("has=dogs&has=cot", {"combe-harrow": ["garden"], "withy-moor": ["garden"]}),
        ("total=280", {"combe-harrow": ["snug", "garden", "shepherds-hut"]}),
        ("total=200", {"combe-harrow": []}),
    ],
)
def test_filters_keep_what_they_say(visitor: Visitor, filters: str, expected: dict[str, list[str]]) -> None:
    page = visitor.get(f"/stays?{WEEKEND}&{filters}", reads=READS)

    assert {house: rooms(page, house) for house in expected} == expected


def test_supper_filters_rates_within_cards(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}&supper=in")

    plans = {row.attrib["data-rate-plan"] for row in page.all("li", class_="rate")}
    assert plans == {"supper"}
    assert all("Supper each night. Free to cancel" in "".join(row.itertext()) for row in page.all("li", class_="rate"))
    assert "Supper each night" not in visitor.get(f"/stays?{WEEKEND}&supper=out").text


def test_a_filters_count_is_what_it_leaves(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}")
    counted = 0
    for label in page.all("label", class_="tick"):
        field = next(label.iter("input"))
        count = next(("".join(s.itertext()) for s in label.iter("span") if s.get("class") == "count"), None)
        if count is not None and field.attrib["name"] in {"has", "supper", "total"}:
            counted += 1
            other = visitor.get(f"/stays?{WEEKEND}&{field.attrib['name']}={field.attrib['value']}")
            assert len(other.all("li", class_="room")) == int(count), field.attrib
    assert counted >= 7


def test_every_state_is_in_the_address(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}&adults=1&dogs=1&has=bath&sort=house")
    asked = {field.attrib["name"]: field.attrib["value"] for field in page.all("input", type="hidden")}

    assert asked["adults"] == "1"
    assert asked["dogs"] == "1"
    links = [a.attrib["href"] for a in page.all("a") if a.get("href", "").startswith("/houses/")]
    assert all(parse_qs(urlsplit(link).query)["dogs"] == ["1"] for link in links)


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("arrival=2020-01-01&departure=2020-01-03", "arrival", "That day has gone by"),
        ("arrival=2027-03-07&departure=2027-03-05", "departure", "after the day you arrive"),
        ("arrival=2027-03-05&departure=2027-04-03", "departure", "28 nights or fewer"),
        ("arrival=tomorrow&departure=never", "arrival", "Enter the day you arrive as a date"),
        (f"{WEEKEND}&adults=0", "adults", "adults"),
        (f"{WEEKEND}&adults=40", "adults", "adults"),
        (f"{WEEKEND}&children=-1", "children", "age"),
        (f"{WEEKEND}&location=the-ritz", "location", "no house of that name"),
    ],
)
def test_wrong_input_says_what_to_do(visitor: Visitor, query: str, field: str, sentence: str) -> None:
    page = visitor.get(f"/stays?{query}", status=422)

    assert page.words("title").startswith("Error: ")
    summary = page.one(class_="errors")
    assert sentence in "".join(summary.itertext())
    assert next(summary.iter("a")).attrib["href"] == f"#f-{field}"


def test_too_far_ahead_and_too_many_are_answered_with_reasons(visitor: Visitor) -> None:
    far = TODAY + timedelta(days=600)
    page = visitor.get(f"/stays?location=combe-harrow&arrival={far}&departure={far + timedelta(days=2)}")
    assert page.all(data_reason="too_far_ahead")

    page = visitor.get(f"/stays?location=combe-harrow&{WEEKEND}&adults=1&children=4,5,6,7")
    assert page.all(data_reason="party_too_large")


def test_names_that_look_like_markup_are_words(visitor: Visitor) -> None:
    nasty = "<script>alert(1)</script> & 'Sons\""

    def rename() -> None:
        db.session.execute(update(RoomType).values(name=nasty))
        db.session.execute(update(RatePlan).values(name=nasty))

    transaction(rename)
    transaction(lambda: raise_versions([CATALOGUE]))
    page = visitor.get(f"/stays?{WEEKEND}", reads=40)

    assert nasty in page.text
    assert "<script>alert" not in page.response.text


def test_a_whole_page_is_never_kept_as_the_part(visitor: Visitor) -> None:
    part = {"HX-Request": "true", "HX-Target": "stay-results"}
    whole = visitor.client.get(f"/stays?{WEEKEND}", headers=part | {"HX-Boosted": "true"}).text
    restored = visitor.client.get(f"/stays?{WEEKEND}", headers=part | {"HX-History-Restore-Request": "true"}).text
    assert whole.startswith("<!doctype html>")
    assert restored.startswith("<!doctype html>")
    assert "<html" not in visitor.client.get(f"/stays?{WEEKEND}", headers=part).text


def test_a_page_is_kept_until_something_that_it_shows_has_changed(visitor: Visitor) -> None:
    made: list[int] = []
    shelf = visitor.app.extensions["shelf"]
    put = shelf.put
    shelf.put = lambda *page: (made.append(1), put(*page))

    visitor.get(f"/stays?{WEEKEND}")
    visitor.get(f"/stays?{WEEKEND}")
    hold("combe-harrow", "snug", 1, Stay.of(FRIDAY + timedelta(days=14), 2))
    visitor.get(f"/stays?{WEEKEND}")
    assert len(made) == 1, "a hold a fortnight later shows nowhere on this page"

    hold("combe-harrow", "snug", 1)
    visitor.get(f"/stays?{WEEKEND}")
    assert len(made) == 2, "one snug fewer is left"


def test_a_refusal_is_made_anew_when_other_dates_fill_up(visitor: Visitor) -> None:
    for room_type, count in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold("combe-harrow", room_type, count)
    asked = f"/stays?{WEEKEND}&location=combe-harrow"
    before = visitor.get(asked).all("ul", class_="options")[0]
    offered = next(before.iter("b")).text
    for room_type, count in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold("combe-harrow", room_type, count, Stay.of(FRIDAY + timedelta(days=2), 2))

    after = visitor.get(asked).all("ul", class_="options")[0]
    assert "Sun 7 to Tue 9 March" in {b.text for b in before.iter("b")}
    assert "Sun 7 to Tue 9 March" not in {b.text for b in after.iter("b")}, offered
