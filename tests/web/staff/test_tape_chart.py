"""The tape chart: who sleeps where, and moving a stay without a mouse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.queries import booking_of
from app.booking.rooms.operations import give_room, pack_rooms
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, House, prices_changed
from tests.cards import ANNA, placed
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)
URL = "/staff/combe-harrow/tape-chart"
SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)
READS = 13
READS_WITH_PANEL = 30


@pytest.fixture
def house(app: Flask) -> House:
    made = found()
    dearer = "UPDATE rate SET amount_minor = 20000 WHERE room_type_id = :garden"
    transaction(lambda: db.session.execute(text(dearer), {"garden": made.room_types["garden"]}))
    prices_changed(made)
    return made


@pytest.fixture
def jo(app: Flask, house: House) -> Visitor:
    return desk(app)


def book(house: House, stay: Stay = WEEKEND, room_type: str = "snug", name: str = "Anna Whitlock") -> int:
    """The number of the stay."""
    done = placed(basket(house, room_type, stay=stay), ANNA | {"name": name})
    found_booking = booking_of(done.booking_id)
    assert found_booking is not None
    return found_booking.live[0].id


def doors(house: House, slug: str = "snug") -> list[int]:
    return [door.id for door in doors_of([house.room_types[slug]])]


def give(stay_id: int, room_id: int) -> None:
    transaction(lambda: give_room(stay_id, room_id, list(WEEKEND)))


def given(stay_id: int) -> dict[date, int]:
    """The rooms of a stay by night, as they are now."""
    db.session.rollback()
    return rooms_of([stay_id]).get(stay_id, {})


def chart(visitor: Visitor, stay_id: int | None = None, days: int = 14, status: int = 200) -> Page:
    chosen = f"&stay={stay_id}" if stay_id else ""
    return visitor.get(
        f"{URL}?from=2027-03-01&days={days}{chosen}", status, reads=READS_WITH_PANEL if chosen else READS
    )


def row(page: Page, room_id: int) -> str:
    return page.words("tr", data_room=str(room_id))


def move(
    page: Page, visitor: Visitor, stay_id: int, status: int = 200, press: str | None = None, **typed: object
) -> Page:
    form = page.form(action=f"/staff/combe-harrow/stays/{stay_id}/move")
    return visitor.submit(form.fill(**typed), status, press=press)


def test_a_stay_stands_in_its_room_from_afternoon_to_morning(house: House, jo: Visitor) -> None:
    one, two, _ = doors(house)
    stay_id = book(house)
    give(stay_id, two)
    page = chart(jo)
    assert page.h1 == "Combe Harrow, 1 to 14 March"
    assert ", booked, Fri 5 Mar to Sun 7 Mar, balance to pay" in row(page, two)
    assert "Whitlock" not in row(page, one)
    lines = [line for line in page.all("tr") if line.get("data-room")]
    assert [sum(int(cell.get("colspan", 1)) for cell in line.iter("td")) for line in lines] == [28] * 7
    assert "Seven rooms, 0 of 7 taken tonight. Every stay shown has a room." in page.text
    later = page.form(class_="chart-day").fill(**{"from": "2028-04-03"})
    assert jo.submit(later).h1 == "Combe Harrow, 3 to 16 April 2028", "any day is one step away"


def test_who_has_no_room_is_on_top_and_gets_one_by_a_press(house: House, jo: Visitor) -> None:
    book(house)
    page = chart(jo)
    assert "To place, 1" in page.text
    assert "One stay has no room yet; the first is on Fri 5 Mar." in page.text
    jo.submit(page.form(action=f"{URL}/pack"))
    assert "Whitlock" in row(chart(jo), doors(house)[0])


def test_closed_doors_and_held_rooms_are_drawn(house: House, jo: Visitor) -> None:
    one, _, _ = doors(house)
    transaction(lambda: inventory.close(house.resources["snug"], FRIDAY, SUNDAY, 1, "Bath resealed", room_id=one))
    booking.start_checkout(basket(house, "garden", stay=WEEKEND))
    page = chart(jo)
    assert "Bath resealed, out of order, Fri 5 Mar to Sun 7 Mar" in row(page, one)
    assert "Held, until 9.15am, held, Fri 5 Mar to Sun 7 Mar" in page.text


def test_the_form_moves_it_and_the_move_can_be_undone(house: House, jo: Visitor) -> None:
    one, two, _ = doors(house)
    stay_id = book(house)
    give(stay_id, one)
    page = chart(jo, stay_id)
    assert "snug 1" in page.words("aside", id="stay-panel")
    move(page, jo, stay_id, room=two)
    assert set(given(stay_id).values()) == {two}
    page = chart(jo, stay_id)
    jo.submit(page.form(action=f"/staff/combe-harrow/stays/{stay_id}/undo"))
    assert set(given(stay_id).values()) == {one}
    assert stock.rows("SELECT DISTINCT actor FROM journal WHERE subject = 'stay' AND action = 'moved'") == [("staff",)]


def test_a_dearer_room_asks_who_pays_before_anything_moves(house: House, jo: Visitor) -> None:
    garden = doors(house, "garden")[0]
    stay_id = book(house)
    asked = move(chart(jo, stay_id), jo, stay_id, 409, room=garden)
    assert "This move adds £100 to the bill. Keep £300, or charge £400? Nothing is moved yet." in asked.text
    assert given(stay_id) == {}
    move(asked, jo, stay_id, press="price=charge")
    assert set(given(stay_id).values()) == {garden}
    assert "£400.00" in chart(jo, stay_id).words("aside", id="stay-panel")


def test_somebody_has_the_room_and_is_named(house: House, jo: Visitor) -> None:
    one, two, _ = doors(house)
    stay_id, other = book(house), book(house, name="Ben Lovell")
    give(stay_id, one)
    give(other, two)
    refused = move(chart(jo, stay_id), jo, stay_id, 409, room=two)
    assert "Ben Lovell has snug 2 on Friday 5 March. Nothing was moved." in refused.text


def test_a_stale_form_is_told_both_versions(house: House, jo: Visitor) -> None:
    one, two, three = doors(house)
    stay_id = book(house)
    give(stay_id, one)
    page = chart(jo, stay_id)
    give(stay_id, two)
    refused = move(page, jo, stay_id, 409, room=three)
    assert "You saw snug 1, Fri 5 to Sun 7 March; now it has snug 2, Fri 5 to Sun 7 March." in refused.text
    now = jo.get(refused.link("Show the chart as it is now"), reads=READS_WITH_PANEL)
    assert "Whitlock" in row(now, two)
    assert set(given(stay_id).values()) == {two}


def test_a_second_room_needs_a_name(house: House, jo: Visitor) -> None:
    one, two, _ = doors(house)
    stay_id = book(house)
    give(stay_id, one)
    page = chart(jo, stay_id)
    refused = move(page, jo, stay_id, 409, room=two, night=str(SATURDAY))
    assert "say who agreed" in refused.text
    move(refused, jo, stay_id, agreed_by="Anna herself")
    assert given(stay_id) == {FRIDAY: one, SATURDAY: two}


def test_a_promised_room_is_kept_and_others_make_way(house: House, jo: Visitor) -> None:
    one = doors(house)[0]
    stay_id = book(house)
    give(stay_id, one)
    promise = f"/staff/combe-harrow/stays/{stay_id}/promise"
    jo.submit(chart(jo, stay_id).form(action=promise))
    page = chart(jo, stay_id)
    assert "snug 1 promised" in page.words("aside", id="stay-panel")
    book(house, name="Ben Lovell")
    book(house, name="Cat Moss")
    pack_rooms(house.room_types["snug"], TODAY, SUNDAY)
    assert set(given(stay_id).values()) == {one}
    old = page.form(action=promise)
    jo.submit(page.form(action=promise))
    assert "You saw snug 1 promised; now it has no room promised" in jo.submit(old, 409).text
    assert "promised" not in chart(jo, stay_id).words("aside", id="stay-panel")


def test_a_room_without_steps_stays_promised_when_the_door_is_no_more(house: House, jo: Visitor) -> None:
    stay_id = book(house, room_type="garden")
    give(stay_id, doors(house, "garden")[0])
    transaction(lambda: inventory.promise(stay_id, None, step_free=True, at=clock.now()))
    promise = f"/staff/combe-harrow/stays/{stay_id}/promise"
    for _ in range(2):
        jo.submit(chart(jo, stay_id).form(action=promise))
    rows = stock.rows(f"SELECT room_id, step_free FROM room_promise WHERE stay_id = {stay_id}")
    assert [(room, bool(step_free)) for room, step_free in rows] == [(None, True)]


def test_packing_that_is_not_whole_says_what_was_done(house: House, jo: Visitor) -> None:
    door = doors(house)[0]
    for name in ("Ada Bell", "Ben Lovell"):
        stay_id = book(house, name=name)
        transaction(lambda own=stay_id: inventory.promise(own, door, step_free=False, at=clock.now()))
    form = chart(jo, stay_id).form(action="/staff/combe-harrow/tape-chart/pack")
    page = jo.submit(form, 409)
    assert "One stay given a room; that is kept. One stay without: No room for" in page.text
    assert "Nothing was moved. One stay without" in jo.submit(form, 409).text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"room": "x", "night": "2027-03-05"},
        {"room": "1" * 20, "night": "2027-03-05"},
        {"room": "-1", "night": "2027-03-05"},
        {"room": "1", "night": "tomorrow"},
        {"room": "1", "night": "2027-03-05", "agreed_by": "x" * 10_000},
        {"room": "1\x00", "night": "0000-00-00"},
    ],
)
def test_what_cannot_be_read_is_said_and_moves_nothing(house: House, jo: Visitor, typed: dict[str, str]) -> None:
    stay_id = book(house)
    page = move(chart(jo, stay_id), jo, stay_id, 422, **({"room": "", "night": ""} | typed))
    assert page.words("title").startswith("Error: ")
    assert given(stay_id) == {}


@pytest.mark.parametrize("asked", ["from=x", "from=9999-12-31", "days=9", "stay=" + "9" * 20, "stay=-1", "from="])
def test_an_address_that_says_nothing_shows_today(jo: Visitor, asked: str) -> None:
    assert jo.get(f"{URL}?{asked}", reads=READS_WITH_PANEL).h1.startswith("Combe Harrow, 28 February to 13 March")


def test_another_house_s_stay_is_not_there(app: Flask, jo: Visitor) -> None:
    other = book(found("withy-moor"))
    assert "Choose a stay" in chart(jo, other).words("aside", id="stay-panel")
    token = chart(jo, book(found())).form(action="/staff/combe-harrow/tape-chart/pack").data()
    for verb in ("move", "undo", "promise"):
        jo.post(f"/staff/combe-harrow/stays/{other}/{verb}", token | {"room": "1", "night": "2027-03-05"}, 404)
