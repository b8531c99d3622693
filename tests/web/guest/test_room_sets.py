"""Several rooms for one party in search: which are shown, what they cost, and why there are none."""

from __future__ import annotations

import pytest

from app.catalogue.models import Location
from app.catalogue.operations import add_all
from app.pricing.operations import restrict
from app.store import transaction
from app.web.warming import warm
from tests import builders, cast, markup
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.web.guest.several import FIVE, FLEXIBLE, WEEKEND, hold_rooms, rows, sets, totals


def test_a_party_that_fits_no_room_sees_the_cheapest_set_of_each_house(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "5"}, reads=8)

    for house in ("combe-harrow", "withy-moor"):
        (card,) = sets(page, house)
        assert rows(card) == [("snug", "2 adults"), ("garden", "3 adults")]
        assert totals(card) == {
            "flexible": FLEXIBLE,
            "saver": FLEXIBLE * 9 // 10,
            "supper": FLEXIBLE + 5 * 2 * 4200,
        }
        assert card.attrib["data-rooms"] == "2"
    assert not [card for card in page.all("li", class_="room") if card not in page.all("li", class_="room--set")]
    assert len(visitor.get("/stays", query_string=WEEKEND | {"adults": "5"}).statements.reads) == 1


def test_rooms_asked_for_are_that_many(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "2", "rooms": "2"})

    (card,) = sets(page)
    assert rows(card) == [("snug", "1 adult"), ("snug", "1 adult")]
    assert totals(card)["flexible"] == 2 * 2 * 13500
    assert markup.words(page.one(id="f-party")) == "2 adults, 2 rooms"
    assert page.one("select", id="f-rooms").find("option[@selected]").text == "2"  # type: ignore[union-attr]
    alone = visitor.get("/stays", query_string=WEEKEND | {"adults": "5", "rooms": "1"})
    assert not sets(alone)
    assert alone.all(data_reason="party_too_large")


def test_a_type_stands_in_a_set_only_as_often_as_it_is_free(visitor: Visitor) -> None:
    hold_rooms("snug", 2)
    hold_rooms("shepherds-hut", 1)

    (card,) = sets(visitor.get("/stays", query_string=WEEKEND | {"adults": "4", "rooms": "2"}))
    assert [room_type for room_type, _ in rows(card)] == ["snug", "garden"]
    hold_rooms("garden", 3)
    page = visitor.get("/stays", query_string=FIVE)
    assert not sets(page)
    assert page.all(data_reason="full"), "one snug is left, which is too few beds"


def test_every_left_is_that_of_its_room_type(visitor: Visitor) -> None:
    hold_rooms("garden", 1)

    (card,) = sets(visitor.get("/stays", query_string=FIVE))
    left = [markup.words(span) for span in card.iter("span") if "stock" in span.get("class", "")]
    assert left == ["3 left", "2 left"]


def test_every_room_has_what_the_party_needs(visitor: Visitor) -> None:
    (card,) = sets(visitor.get("/stays", query_string=FIVE | {"needs": "step-free"}))
    assert rows(card) == [("garden", "2 adults"), ("garden", "3 adults")]

    page = visitor.get("/stays", query_string=FIVE | {"needs": "bath"})
    assert not sets(page)
    assert page.all(data_reason="needs"), "there is one room with a bath, and it takes two"


def test_dogs_sleep_where_they_may(visitor: Visitor) -> None:
    (card,) = sets(visitor.get("/stays", query_string=FIVE | {"dogs": "1"}))
    assert rows(card) == [("snug", "2 adults"), ("garden", "3 adults, 1 dog")]
    assert totals(card)["flexible"] == FLEXIBLE + 2000


def test_nothing_takes_them_all(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=FIVE | {"adults": "1", "children": "4,5,6,7"})

    assert page.all(data_reason="party_too_large")
    assert "Every room needs an adult" in page.text


def test_other_dates_and_houses_are_offered_as_sets(visitor: Visitor) -> None:
    for room_type, rooms in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold_rooms(room_type, rooms)

    page = visitor.get("/stays", query_string=FIVE)
    others = page.all("ul", class_="options")
    assert len(others) == 2
    for other in others:
        row = next(other.iter("li"))
        assert "Two rooms" in markup.words(row)
        total = int(next(row.iter("data")).attrib["value"])
        assert total in visitor.get(next(row.iter("a")).attrib["href"]).prices()


@pytest.mark.parametrize("rooms", ["0", "-1", "99", "abc", "7", "２", "1.5"])
def test_rooms_that_cannot_be_have_a_sentence_and_a_page(visitor: Visitor, rooms: str) -> None:
    page = visitor.get("/stays", query_string=FIVE | {"rooms": rooms}, status=422)
    assert "Choose 1 to 6 rooms" in page.text
    assert sets(page), "the page shows what can be had all the same"


def test_more_rooms_than_adults_and_doubled_rooms(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "2", "rooms": "3"}, status=422)
    assert "Every room needs an adult. Choose two rooms or fewer" in page.text
    doubled = visitor.get("/stays?arrival=2027-03-05&departure=2027-03-07&adults=2&rooms=2&rooms=99")
    assert sets(doubled), "the first of a doubled one counts"


def test_the_house_page_has_a_price_for_all_of_them(visitor: Visitor) -> None:
    page = visitor.get("/houses/combe-harrow", query_string=FIVE)
    assert FLEXIBLE * 9 // 10 in page.prices()
    assert "in two rooms" in page.text
    assert page.all("li", data_room_type="snug", data_location="combe-harrow")
    days = [int(price.attrib["value"]) for price in page.one("section", id="calendar").iter("data")]
    assert FLEXIBLE * 9 // 10 in days, "the calendar sells sets, too"


@pytest.mark.parametrize("asked", [{"adults": "5"}, {"adults": "2", "rooms": "2"}, {"adults": "9"}])
@pytest.mark.parametrize("path", ["/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"])
def test_pages_of_a_house_and_a_room_take_any_party(visitor: Visitor, path: str, asked: dict[str, str]) -> None:
    assert visitor.get(path, query_string=WEEKEND | asked).status == 200


def test_a_party_of_two_never_sees_a_set_unasked(visitor: Visitor) -> None:
    for room_type, rooms in (("garden", 3), ("shepherds-hut", 1), ("snug", 3)):
        hold_rooms(room_type, rooms)
    page = visitor.get("/stays", query_string=FIVE | {"adults": "2"})
    assert not sets(page)
    assert page.all(data_reason="full")


def test_a_family_whose_room_is_taken_is_spread(visitor: Visitor) -> None:
    asked = WEEKEND | {"adults": "2", "children": "4,7", "location": "combe-harrow"}
    assert not sets(visitor.get("/stays", query_string=asked))
    hold_rooms("garden", 3)
    (card,) = sets(visitor.get("/stays", query_string=asked))
    assert rows(card) == [("snug", "1 adult, 1 child"), ("snug", "1 adult, 1 child")]


def test_links_and_fields_ask_for_as_many_rooms(visitor: Visitor) -> None:
    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "2", "rooms": "2"})

    hidden = [field for form in page.all("form") for field in form.iter("input") if field.get("name") == "rooms"]
    assert [field.attrib["value"] for field in hidden] == ["2", "2"], "the filters and the choice"
    links = [link.attrib["href"] for link in sets(page)[0].iter("a")]
    assert all("rooms=2" in link for link in links)


def test_every_room_passes_the_filters(visitor: Visitor) -> None:
    assert sets(visitor.get("/stays", query_string=FIVE | {"has": "cot"}))
    page = visitor.get("/stays", query_string=FIVE | {"has": "step-free"})
    assert not sets(page), "the garden room is, the snug is not"
    assert "none passes all your filters" in page.text
    (card,) = sets(visitor.get("/stays", query_string=FIVE | {"supper": "in"}))
    assert list(totals(card)) == ["supper"]


def test_a_rate_is_offered_only_where_every_room_has_it(visitor: Visitor) -> None:
    """The club's rate is cheaper, but for snugs alone."""
    house = cast.found()
    club = builders.rate_plan(house, "club", None)
    builders.rates(house.room_types["snug"], club, 12500)
    transaction(lambda: add_all(Location, []))
    warm(visitor.app)

    (card,) = sets(visitor.get("/stays", query_string=FIVE))
    assert rows(card) == [("snug", "2 adults"), ("garden", "3 adults")]
    assert list(totals(card)) == ["flexible", "saver", "supper"]
    (card,) = sets(visitor.get("/stays", query_string=WEEKEND | {"adults": "4", "rooms": "2"}))
    assert totals(card)["club"] == 4 * 12500
    assert [room_type for room_type, _ in rows(card)] == ["snug", "snug"]


def test_a_party_that_one_room_would_take_hears_why_that_one_cannot_be_had(visitor: Visitor) -> None:
    house = cast.found()
    garden = {"night": FRIDAY, "scope": "room_type", "scope_id": house.room_types["garden"]}
    transaction(lambda: restrict(house.id, [garden | {"closed_to_arrival": True}]))
    hold_rooms("snug", 2)
    hold_rooms("shepherds-hut", 1)

    page = visitor.get("/stays", query_string=WEEKEND | {"adults": "2", "children": "4,7", "location": house.slug})
    assert not sets(page), "one snug is left"
    assert page.all(data_reason="closed_to_arrival")


def test_a_room_offers_no_dates_on_which_it_is_as_small(visitor: Visitor) -> None:
    page = visitor.get("/houses/combe-harrow/rooms/snug", query_string=WEEKEND | {"adults": "5"})
    assert page.all(data_reason="party_too_large")
    assert not page.all("ul", class_="options")
    assert rows(sets(visitor.get(page.link("See other rooms for these dates")))[0])


def test_the_line_is_offered_to_whoever_a_set_of_rooms_could_take(visitor: Visitor) -> None:
    for room_type, rooms in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold_rooms(room_type, rooms)
    for asked in ({"adults": "2"}, {"adults": "2", "rooms": "2"}, {"adults": "5"}):
        assert "Tell me if it frees up" in visitor.get("/stays", query_string=FIVE | asked).text
    page = visitor.get("/stays", query_string=FIVE | {"adults": "12", "rooms": "2"})
    assert page.all(data_reason="party_too_large")
    assert "Tell me if it frees up" not in page.text, "no two rooms ever take twelve"
