"""A room is left on each night and none for all of them: nothing is held, and what is offered instead can be."""

from __future__ import annotations

from datetime import timedelta

from app.booking.operations import start_checkout
from app.inventory.packing.queries import doors_of
from app.kernel.stay import Stay
from tests import cast, stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.page import Page, Visitor
from tests.unit.booking.rooms.test_free_doors import shut
from tests.web.guest.desk import choose
from tests.web.guest.manage import book, look
from tests.web.guest.test_search_words import take

SATURDAY = FRIDAY + timedelta(days=1)
AROUND = Stay.of(FRIDAY - timedelta(days=4), 10)


def close_in_turn(slug: str) -> None:
    """Two of a type's doors are closed on Friday and the third on Saturday."""
    one, two, three = (door.id for door in doors_of([cast.found().room_types[slug]]))
    for door, night in ((one, FRIDAY), (two, SATURDAY), (three, FRIDAY)):
        shut(slug, door, night)


def offered(page: Page, label: str) -> list[str]:
    return [row.findtext(".//b") or "" for row in page.one("ul", aria_label=label).iter("li")]


def test_it_is_said_and_what_is_offered_can_be_held(visitor: Visitor) -> None:
    house = cast.found()
    close_in_turn("snug")
    refused = choose(visitor, room_type="snug", status=409)
    assert refused.h1 == "No one room is free for all of these nights"
    assert "Each night has a Snug left, but never the same one" in refused.text
    assert "Nothing is held. Nothing was charged." in refused.text
    assert "Tell me if it frees up" not in refused.text
    assert offered(refused, "The same dates in this house") == ["Garden", "Shepherds hut"]
    assert offered(refused, "The same dates at other houses") == ["Withy Moor"]

    close_in_turn("garden")
    take("shepherds-hut", 1, AROUND)
    bare = choose(visitor, room_type="snug", status=409)
    assert not bare.all("ul", aria_label="The same dates in this house"), "the garden rooms have no door either"
    days = ["Thu 4 to Sat 6 March", "Sat 6 to Mon 8 March", "Wed 3 to Fri 5 March", "Sun 7 to Tue 9 March"]
    assert offered(bare, "Nearest stays") == days, "none of them with both Friday and Saturday"
    for arrival in (FRIDAY - timedelta(days=1), SATURDAY):
        start_checkout(basket(house, "snug", stay=Stay.of(arrival, 2)))
    assert not stock.faults()


def test_a_stay_is_not_made_longer_into_it(visitor: Visitor) -> None:
    """The price sees no doors; once pressed, the change is not offered again."""
    _, url = book("snug", stay=Stay.of(FRIDAY, 1))
    close_in_turn("snug")
    form = look(visitor, url, departure="2027-03-07").form(id="confirm")
    refused = visitor.submit(form, status=409)
    assert "No one Snug is free for all of these nights" in refused.text
    assert not refused.all("form", id="confirm")
