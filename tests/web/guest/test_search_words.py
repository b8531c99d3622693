"""What a search says when it has little or nothing: only what is true for whoever asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.booking.operations import start_checkout
from app.booking.rules import Basket, ChosenStay
from app.catalogue.models import Location, RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import RatePlan
from app.pricing.operations import restrict
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cast, markup
from tests.builders import FRIDAY
from tests.page import Page, Visitor

WEEKEND = "arrival=2027-03-05&departure=2027-03-07"
NIGHT = "arrival=2027-03-05&departure=2027-03-06"


def take(room_type: str, rooms: int, stay: Stay | None = None, house: str = "combe-harrow") -> None:
    """So many rooms of a type are held by other guests."""
    found = cast.found(house)
    for _ in range(rooms):
        chosen = ChosenStay(found.room_types[room_type], found.plans["flexible"], stay or Stay.of(FRIDAY, 2), Party(2))
        start_checkout(Basket(found.id, (chosen,)))


def fill(house: str = "combe-harrow", stay: Stay | None = None) -> None:
    for room_type, rooms in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        take(room_type, rooms, stay, house)


def change(house: str, **columns: object) -> None:
    """A house of the catalogue is otherwise now."""

    def work() -> None:
        write(update(Location).where(Location.slug == house).values(**columns))
        raise_versions([CATALOGUE])

    transaction(work)


def shut(night: date, scope: str, scope_id: int) -> None:
    row = {"night": night, "scope": scope, "scope_id": scope_id, "closed": True}
    transaction(lambda: restrict(cast.found().id, [row]))


def row_of(page: Page, room_type: str) -> str:
    """The row of a room type on its house's page."""
    return page.words("li", data_room_type=room_type)


def test_what_the_filters_hid_is_not_said_to_be_gone(visitor: Visitor) -> None:
    assert visitor.get(f"/stays?{WEEKEND}&total=100").h1 == "No room that weekend passes your filters"
    page = visitor.get(f"/stays?{WEEKEND}&total=100&location=combe-harrow")
    assert page.h1 == "No room at Combe Harrow that weekend passes your filters"
    assert page.one(id="stay-results").attrib["data-said"].startswith(page.h1)
    assert visitor.get(f"/stays?{WEEKEND}&has=bath").h1 == "Two houses have rooms that weekend that pass your filters"


@pytest.mark.houses(5)
def test_of_several_houses_only_those_that_were_asked_are_said_to_be_full(visitor: Visitor) -> None:
    fill()
    fill("withy-moor")
    page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow&location=withy-moor")

    assert page.h1 == "Neither of these houses has a room that weekend"
    elsewhere = page.one("section", id="elsewhere-instead")
    link = next(elsewhere.iter("a")).attrib["href"]
    total = int(next(elsewhere.iter("data")).attrib["value"])
    assert link.startswith("/houses/oast-end/")
    assert total in visitor.get(link).prices(), "the total beside the link is the one behind it"


def test_only_rooms_that_take_the_party_count_as_free(visitor: Visitor) -> None:
    take("garden", 3, Stay.of(FRIDAY, 1))
    page = visitor.get(f"/stays?{NIGHT}&location=combe-harrow&dogs=1")

    assert "Every room here that suits you is taken on Friday 5 March" in page.text
    assert "Some are free on each" not in page.text
    strip = page.words("ul", class_="night-strip")
    assert strip == "Thu 4 March: 3 freeFri 5 March: none for youSat 6 March: 3 free"
    assert "Take fewer nights" not in visitor.get(f"/houses/combe-harrow?{NIGHT}&dogs=1").text


def test_a_need_that_one_room_does_not_meet_is_said_of_that_room(visitor: Visitor) -> None:
    page = visitor.get(f"/houses/combe-harrow?{WEEKEND}&needs=bath")

    assert "This room has no bath" in row_of(page, "snug")
    assert "No room here with a bath" not in page.text
    both = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow&needs=bath&needs=step-free&rooms=1")
    assert "No room here with a bath and a step-free way in" in both.text
    three = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow&needs=bath&adults=3&rooms=1")
    assert "No room here with a bath takes you all" in three.text


def test_a_room_that_is_kept_back_does_not_close_the_house(visitor: Visitor) -> None:
    house = cast.found()
    shut(FRIDAY, "room_type", house.room_types["garden"])
    page = visitor.get(f"/houses/combe-harrow?{WEEKEND}")
    assert "Not for sale then" in row_of(page, "garden")
    with_dog = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow&dogs=1")
    assert "The rooms that suit you are not for sale then" in with_dog.text
    assert "The house is closed" not in page.text + with_dog.text

    shut(FRIDAY, "location", house.id)
    assert "The house is closed then" in row_of(visitor.get(f"/houses/combe-harrow?{WEEKEND}"), "garden")
    unopened = FRIDAY + timedelta(days=500)
    late = f"arrival={unopened}&departure={unopened + timedelta(days=1)}"
    assert "Not on sale yet" in visitor.get(f"/stays?{late}&location=combe-harrow").text


def test_names_are_escaped_once(visitor: Visitor) -> None:
    name = "Prior's & Marsh"
    transaction(lambda: write(update(RoomType).values(name="Cook's & Room")))
    transaction(lambda: write(update(RatePlan).values(name="Flexible & Co")))
    change("combe-harrow", name=name)

    page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow", reads=40)
    assert page.h1 == f"{name} has rooms that weekend"
    assert page.one(id="stay-results").attrib["data-said"].startswith(page.h1)
    for url in (f"/houses/combe-harrow?{WEEKEND}", f"/houses/combe-harrow/rooms/snug?{WEEKEND}"):
        body = visitor.get(url).response.text
        assert not [bad for bad in ("&amp;amp;", "&amp;#39;", r"\u0026amp;", r"\u0026#39;") if bad in body], url


def test_filters_come_off_with_one_link_and_what_they_hid_has_its_total(visitor: Visitor) -> None:
    asked = f"/stays?{WEEKEND}&location=combe-harrow&sort=house"
    dear = visitor.get(f"{asked}&total=100")
    assert dear.one("div", class_="refusal").find("div").get("data-reason") == "filtered"
    hidden = dear.one("ul", aria_label="Without the filters at Combe Harrow")
    total = int(next(hidden.iter("data")).attrib["value"])
    assert total == 27000
    assert total in visitor.get(next(hidden.iter("a")).attrib["href"]).prices()
    free = visitor.get(dear.link("Take the filters off"))
    assert free.h1 == "Combe Harrow has rooms that weekend"
    assert free.one(id="sort-3").get("checked") is not None, "the order stays"

    take("shepherds-hut", 1)
    bath = visitor.get(f"{asked}&has=bath")
    assert bath.one("div", class_="refusal").find("div").get("data-reason") == "needs"
    near = bath.one("ul", aria_label="Nearest dates at Combe Harrow")
    links = [a.attrib["href"] for a in near.iter("a")]
    assert len(links) == 4
    assert all("/rooms/shepherds-hut?" in link for link in links), "other days on which a room with a bath is free"
    assert dear.one("input", type="radio", name="total", value="100").get("checked") is not None, (
        "the next filter keeps the price"
    )
    assert "Take the filters off" not in visitor.get(asked).text


def test_a_house_that_takes_no_bookings_says_so_and_names_others(visitor: Visitor) -> None:
    change("combe-harrow", open_for_booking=False)
    page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow", reads=40)

    assert page.h1 == "Nothing at Combe Harrow, Fri 5 to Sun 7 March"
    assert page.all(data_reason="closed", data_location="combe-harrow")
    assert "This house takes no bookings just now" in page.text
    other = page.one("ul", aria_label="The same dates at other houses")
    assert next(other.iter("a")).attrib["href"].startswith("/houses/withy-moor/")
    assert page.one(id="f-location").find("option[@selected]").get("value") == "combe-harrow"
    assert "combe-harrow" not in {card.get("data-location") for card in visitor.get(f"/stays?{WEEKEND}").all("article")}


def test_nothing_typed_is_the_next_weekend_of_what_is_asked(visitor: Visitor) -> None:
    fill()
    take("shepherds-hut", 1, house="withy-moor")

    def arrival(url: str) -> str:
        return visitor.get(url).one(id="f-arrival").attrib["value"]

    assert arrival("/stays") == "2027-03-05"
    assert arrival("/stays?location=combe-harrow") == "2027-03-12"
    page = visitor.get("/houses/withy-moor/rooms/shepherds-hut")
    assert "Fri 12 to Sun 14 March" in page.words(id="offer")
    assert "Fri 5 to Sun 7 March" in visitor.get("/houses/withy-moor/rooms/snug").words(id="offer")


@pytest.mark.houses(5)
def test_other_dates_keep_order_filters_and_houses(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}&location=combe-harrow&location=withy-moor&has=king&supper=out&sort=house")
    form = page.form(id="f-search").fill(arrival="2027-03-12", departure="2027-03-14")
    beside = {one.attrib["name"]: one.attrib["value"] for one in page.all("input", form="f-search")}
    again = visitor.get(form.action, query_string=form.data() | beside)

    assert beside == {"sort": "house", "supper": "out", "has": "king"}
    assert [card.get("data-location") for card in again.all("article")] == ["combe-harrow", "withy-moor"]
    assert [row.get("data-room-type") for row in again.all("li", class_="room")] == ["shepherds-hut"] * 2
    assert {one.attrib["name"] for one in again.all("input", form="f-search")} == {"sort", "supper", "has"}


def test_what_stands_beside_the_search_is_true(visitor: Visitor) -> None:
    page = visitor.get(f"/stays?{WEEKEND}&needs=sauna", status=422)
    link = next(page.one(class_="errors").iter("a")).attrib["href"]
    assert page.one(id=link[1:]).get("name") == "needs"
    assert "ring us" not in page.words("form", id="f-search")


def test_where_the_other_houses_have_nothing_either_their_nearest_dates_stand(visitor: Visitor) -> None:
    """Each with its reason; what is taken there meanwhile is seen on the page that was kept."""
    for house in (cast.found(), cast.found("withy-moor")):
        row = {"night": FRIDAY, "scope": "location", "scope_id": house.id, "min_stay_arrival": 3}
        transaction(lambda house=house, row=row: restrict(house.id, [row]))
    here = f"/stays?{WEEKEND}&location=combe-harrow"

    def near() -> tuple[str, int]:
        listed = visitor.get(here, reads=8).one("ul", aria_label="The nearest dates at other houses")
        return markup.words(listed), int(next(listed.iter("data")).attrib["value"])

    page = visitor.get(here)
    assert "Every price is the whole total, with VAT" in page.text
    assert "total for two nights" not in page.text
    words, total = near()
    assert words.startswith("Withy Moor, Fri 5 to Mon 8 MarchThree nights at least. Snug, three nights, Saver")
    assert total == 3 * 13500
    fill("withy-moor", Stay.of(FRIDAY + timedelta(days=2), 1))
    assert near()[0].startswith("Withy Moor, Thu 4 to Sun 7 March")
