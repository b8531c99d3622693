"""Closing rooms: off sale, with the moves that make it possible, and back again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.queries import booking_of
from app.booking.rooms.operations import give_room, promise_room
from app.insight import verify
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, House
from tests.cards import ANNA, placed
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.stock import counter

pytestmark = pytest.mark.houses(2)
URL = "/staff/combe-harrow/closures"
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


@pytest.fixture
def priya(app: Flask, house: House) -> Visitor:
    return desk(app, "manager")


def doors(house: House, slug: str = "snug") -> list[int]:
    return [door.id for door in doors_of([house.room_types[slug]])]


def book(house: House, name: str = "Anna Whitlock", room_type: str = "snug") -> tuple[int, int]:
    done = placed(basket(house, room_type, stay=WEEKEND), ANNA | {"name": name})
    own = booking_of(done.booking_id)
    assert own is not None
    return done.booking_id, own.live[0].id


def give(stay_id: int, room_id: int) -> None:
    transaction(lambda: give_room(stay_id, room_id, list(WEEKEND)))


def given(stay_id: int) -> set[int]:
    db.session.rollback()
    return set(rooms_of([stay_id]).get(stay_id, {}).values())


def door(house: House, room_id: int) -> str:
    return f"room-{house.resources['snug']}-{room_id}"


def some(house: House, slug: str) -> str:
    return f"some-{house.resources[slug]}"


def close(visitor: Visitor, what: str, status: int = 200, **typed: object) -> Page:
    form = visitor.get(f"{URL}/new").form(action=URL)
    wanted = {"what": what, "first": str(FRIDAY), "last": str(SATURDAY), "reason": "Bath resealed"} | typed
    return visitor.submit(form.fill(**wanted), status)


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def level(house: House, slug: str = "snug", night: date = FRIDAY) -> tuple[int, int, int]:
    return counter(house.resources[slug], night)


def test_an_empty_room_is_closed_listed_changed_and_lifted(house: House, priya: Visitor) -> None:
    one = doors(house)[0]
    page = close(priya, door(house, one))
    assert "snug 1" in page.text
    assert "Bath resealed" in page.text
    assert level(house) == (2, 0, 0)
    (edit,) = {link.get("href") for link in page.all("a") if (link.get("href") or "").startswith(f"{URL}/1")}
    form = priya.get(str(edit)).form(action=str(edit))
    page = priya.submit(form.fill(first=str(SATURDAY), reason="Bath, still"))
    assert "Bath, still" in page.text
    assert (level(house), level(house, night=SATURDAY)) == ((3, 0, 0), (2, 0, 0))
    lift = next(form for form in page.all("form") if (form.get("action") or "").endswith("/lift")).get("action")
    stale = page.form(action=str(lift)).fill(saw="1, Fri 5 to Sun 7 March, Bath resealed")
    told = priya.submit(stale, 409)
    assert "You saw 1, Fri 5 to Sun 7 March, Bath resealed; it is 1, Sat 6" in told.text
    assert level(house, night=SATURDAY) == (2, 0, 0)
    page = priya.submit(told.form(action=str(lift)))
    assert "Nothing is closed." in page.text
    assert level(house, night=SATURDAY) == (3, 0, 0)
    actions = stock.rows("SELECT action FROM journal WHERE subject = 'closure' ORDER BY id")
    assert actions == [("closed",), ("closure_changed",), ("closure_lifted",)]
    sound()


def test_who_sleeps_there_is_moved_by_one_more_press(house: House, priya: Visitor) -> None:
    one, two, _ = doors(house)
    _, stay_id = book(house)
    give(stay_id, one)
    asked = close(priya, door(house, one), 409)
    assert "Moves that free the room" in asked.text
    assert "Anna Whitlock" in asked.words("tbody")
    assert (given(stay_id), level(house)) == ({one}, (3, 1, 0))
    priya.submit(asked.form(action=URL))
    assert (given(stay_id), level(house)) == ({two}, (2, 1, 0))
    again = priya.submit(asked.form(action=URL), 409)
    assert "It is closed already, Fri 5 to Sun 7 March: Bath resealed. Change that closure instead." in again.text
    assert level(house) == (2, 1, 0)
    sound()


def test_a_plan_that_no_longer_holds_is_shown_anew(house: House, priya: Visitor) -> None:
    one, two, three = doors(house)
    _, stay_id = book(house)
    give(stay_id, one)
    asked = close(priya, door(house, one), 409)
    _, other = book(house, "Ben Lovell")
    give(other, two)
    again = priya.submit(asked.form(action=URL), 409)
    assert "snug 3" in again.words("tbody")
    assert given(stay_id) == {one}
    priya.submit(again.form(action=URL))
    assert given(stay_id) == {three}
    sound()


def test_guests_in_the_house_and_promised_rooms_are_named_and_nothing_is_closed(house: House, priya: Visitor) -> None:
    one = doors(house)[0]
    _, stay_id = book(house)
    give(stay_id, one)
    promise_room(stay_id, one)
    refused = close(priya, door(house, one), 409)
    assert "No room for Anna Whitlock, Fri 5 to Sun 7 March: snug 1 is closed then. Nothing was closed." in refused.text
    assert (given(stay_id), level(house)) == ({one}, (3, 1, 0))


def test_more_rooms_than_are_left_are_closed_only_when_pressed_again_and_sold_no_more(
    house: House, priya: Visitor
) -> None:
    for name in ("Anna Whitlock", "Ben Lovell"):
        book(house, name)
    for slug, count in (("garden", 3), ("shepherds-hut", 1)):
        close(priya, some(house, slug), count=str(count))
    asked = close(priya, some(house, "snug"), 409, count="2")
    assert "No other rooms of the house" in asked.text
    assert "up to 1 too many, first on Friday 5 March. Anna Whitlock and Ben Lovell sleep there then." in asked.text
    assert level(house) == (3, 2, 0)
    page = priya.submit(asked.form(action=URL), press="anyway=yes")
    assert "1 too many" in page.text
    assert level(house) == (2, 2, 1)
    sound()


def test_who_sleeps_in_some_rooms_of_a_type_goes_into_another_by_one_more_press(house: House, priya: Visitor) -> None:
    _, stay_id = book(house)
    close(priya, some(house, "snug"), count="2")
    asked = close(priya, some(house, "snug"), 409, count="1")
    assert "Anna Whitlock sleeps there then. These moves free the room; nothing is closed yet." in asked.text
    for words in ("Anna Whitlock", "Fri 5 to Sun 7 March", "no room yet (Snug)", "garden 1 (Garden)"):
        assert words in asked.words("tbody")
    assert "each at the price they have" in asked.words("caption")
    assert "Close anyway and sell no more" in asked.text
    assert (given(stay_id), level(house)) == (set(), (1, 1, 0))
    priya.submit(asked.form(action=URL))
    assert (given(stay_id), level(house), level(house, "garden")) == ({doors(house, "garden")[0]}, (0, 0, 0), (3, 1, 0))
    sound()


def test_covers_and_extras_are_closed_by_count(house: House, priya: Visitor) -> None:
    close(priya, some(house, "18:30"), count="5")
    close(priya, some(house, "bicycle"), count="6")
    assert (level(house, "18:30"), level(house, "bicycle")) == ((15, 0, 0), (0, 0, 0))


def test_a_stale_form_is_told_both_versions(house: House, priya: Visitor) -> None:
    page = close(priya, some(house, "garden"))
    (edit,) = {link.get("href") for link in page.all("a") if (link.get("href") or "").startswith(f"{URL}/1")}
    old, new = (priya.get(str(edit)).form(action=str(edit)) for _ in range(2))
    page = priya.submit(new.fill(reason="Painted"))
    refused = priya.submit(old.fill(reason="Plastered"), 409)
    assert "it is Garden, 1, Fri 5 to Sun 7 March, Painted now." in refused.text
    assert "You wanted Garden, 1, Fri 5 to Sun 7 March, Plastered." in refused.text
    assert "Painted" in priya.get(URL).text
    page = priya.submit(refused.form(action=str(edit)))
    assert "Plastered" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"what": "room-9-9"}, "Choose what is closed"),
        ({"what": ""}, "Choose what is closed"),
        ({"first": "yesterday"}, "first night"),
        ({"last": "2027-03-01"}, "The last night is before the first"),
        ({"last": "9999-12-31"}, "Choose a night within two years"),
        ({"count": "0"}, "How many: enter a whole number from 1 to 500"),
        ({"count": "9" * 30}, "How many: enter a whole number from 1 to 500"),
        ({"count": "two"}, "How many: enter a whole number from 1 to 500"),
        ({"reason": "x" * 10_000}, "200"),
        ({"reason": ""}, "Say why it is closed"),
    ],
)
def test_what_cannot_be_closed_is_said_and_stays_typed(
    house: House, priya: Visitor, typed: dict[str, str], sentence: str
) -> None:
    page = close(priya, typed.pop("what", some(house, "snug")), 422, **({"reason": "Bath & tiles"} | typed))
    assert sentence in page.text
    assert page.words("title").startswith("Error: ")
    assert level(house) == (3, 0, 0)


def test_nights_that_have_passed_are_refused(house: House, priya: Visitor) -> None:
    refused = close(priya, some(house, "snug"), 409, first="2027-02-01", last="2027-02-03")
    assert "These nights have passed." in refused.text


def test_reception_closes_nothing_and_another_house_has_its_own(app: Flask, house: House, priya: Visitor) -> None:
    desk(app).get(URL, 403)
    page = close(priya, some(house, "snug"))
    assert "snug" in page.text.lower()
    other = desk(app, "manager", "withy-moor")
    other.get(f"{URL}/1", 404)
    other.get("/staff/withy-moor/closures/1", 404)


def test_a_cancelled_booking_settles_what_was_short(house: House, priya: Visitor) -> None:
    anna, _ = book(house)
    for name in ("Ben Lovell", "Cat Moss"):
        book(house, name)
    asked = close(priya, some(house, "snug"), 409)
    priya.submit(asked.form(action=URL), press="anyway=yes")
    assert level(house) == (3, 3, 1)
    booking.cancel_booking(anna)
    assert level(house) == (2, 2, 0)
    sound()
