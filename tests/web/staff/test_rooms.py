"""Housekeeping's board: how every room stands, and a tap that changes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.booking import operations as booking
from app.inventory.operations import set_room_state
from app.inventory.room_states import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE
from app.kernel.party import Party
from tests.builders import FRIDAY
from tests.cast import found
from tests.page import Form, Page, Visitor
from tests.staffing import desk
from tests.stock import counter
from tests.web.staff.houses import AT_TWO, SUNDAY, room, stayed

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/staff/combe-harrow/rooms"
READS = 9


@pytest.fixture
def maid(app: Flask, set_clock: SetClock) -> Visitor:
    set_clock(AT_TWO)
    return desk(app, "housekeeping")


def card(page: Page, name: str = "snug 1") -> str:
    return page.words("li", id=f"room-{room(name).room_id}")


def tap(visitor: Visitor, name: str, words: str, status: int = 200) -> Page:
    action = f"{URL}/{room(name).room_id}/state"
    page = visitor.get(URL)
    return visitor.submit(page.form(action=action), status, press=f"state={words}")


def test_a_card_says_who_leaves_who_comes_and_what_they_need(app: Flask, maid: Visitor, set_clock: SetClock) -> None:
    set_clock("2027-03-01T09:00+00:00")
    leaving = stayed("Bea Delaney", "snug 1", FRIDAY.replace(day=3), FRIDAY)
    stayed("Tom Webb", "snug 2", FRIDAY.replace(day=4), SUNDAY)
    stayed("Ida Lund", "snug 1", arrival_time="15:15", party=Party(2, cots=1))
    set_clock(AT_TWO)
    booking.check_in(leaving)
    booking.check_out(leaving)
    set_room_state(room().room_id, DIRTY, None)
    page = maid.get(URL, reads=READS)
    for words in (
        "Delaney left 2.10pm",
        "Next guest 3.15, Lund. Two guests and one cot",
        "Dirty",
    ):
        assert words in card(page), words
    assert "Webb stays until Sun 7 March" in card(page, "snug 2")
    assert "Nobody tonight" in card(page, "snug 3")
    assert "One room not ready for guests to come, next guest 3.15" in page.text
    assert "Ready" in card(page, "snug 3")


def test_a_tap_makes_a_dirty_room_clean_and_the_next_one_ready(maid: Visitor) -> None:
    set_room_state(room().room_id, DIRTY, None)
    assert "Clean, not checked" in card(tap(maid, "snug 1", CLEAN))
    assert room().state == CLEAN
    page = tap(maid, "snug 1", INSPECTED)
    assert room().ready
    assert "Bea Lowe, 2.10pm" in card(page)


def test_in_place_only_the_board_comes_back(maid: Visitor) -> None:
    headers = {"HX-Request": "true", "HX-Target": "rooms-board"}
    data = maid.get(URL).form(action=f"{URL}/{room().room_id}/state").data("state=dirty")
    answer = maid.client.post(f"{URL}/{room().room_id}/state", data=data, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="rooms-board" data-said="snug 1: Dirty"')


def test_the_later_of_two_is_told_both(app: Flask, maid: Visitor) -> None:
    set_room_state(room().room_id, DIRTY, None)
    seen = maid.get(URL).form(action=f"{URL}/{room().room_id}/state")
    tap(desk(app, "reception"), "snug 1", CLEAN)
    page = (
        maid.submit(seen, 409, press=f"state={OUT_OF_SERVICE}")
        if False
        else maid.submit(seen, 409, press="state=inspected")
    )
    assert (
        "snug 1 is clean, not checked now: Jo Tamsin said so at 2.10pm, after you looked. You wanted ready."
        in page.text
    )
    assert room().state == CLEAN


def test_out_of_service_wants_a_reason_and_comes_back_dirty(maid: Visitor) -> None:
    page = tap(maid, "snug 1", OUT_OF_SERVICE, 422)
    assert "snug 1: Say why it is out of service, so that somebody can mend it." in page.text
    form = maid.get(URL).form(action=f"{URL}/{room().room_id}/state").fill(reason="No hot water")
    assert "Out of service: No hot water" in card(maid.submit(form, press=f"state={OUT_OF_SERVICE}"))
    tap(maid, "snug 1", DIRTY)
    assert (room().state, room().reason) == (DIRTY, "")


def test_the_board_shows_one_kind_and_stays_so_after_a_tap(maid: Visitor) -> None:
    set_room_state(room("snug 2").room_id, DIRTY, None)
    set_room_state(room("snug 3").room_id, DIRTY, None)
    page = maid.get(f"{URL}?show=dirty&by=need")
    assert [one.get("id") for one in page.all("li", class_="room-card")] == [
        f"room-{room(name).room_id}" for name in ("snug 2", "snug 3")
    ]
    after = maid.submit(page.form(action=f"{URL}/{room('snug 2').room_id}/state"), press="state=clean")
    assert "show=dirty&by=need" in after.url
    assert len(after.all("li", class_="room-card")) == 1


@pytest.mark.parametrize("query", ["show=nothing", "by=", "show=%00&by=9", f"by={'x' * 9000}"])
def test_an_unknown_filter_shows_everything(maid: Visitor, query: str) -> None:
    assert len(maid.get(f"{URL}?{query}").all("li", class_="room-card")) == 7


@pytest.mark.parametrize("typed", [{}, {"state": "shiny", "seen": DIRTY}, {"state": "out_of_order", "seen": INSPECTED}])
def test_bad_input_changes_nothing(maid: Visitor, typed: dict[str, str]) -> None:
    maid.get(URL)
    page = maid.post(
        f"{URL}/{room().room_id}/state",
        maid.get(URL).form(action=f"{URL}/{room().room_id}/state").data() | {"state": ""} | typed,
        422,
    )
    assert "snug 1:" in page.text
    assert room().ready


def test_rooms_of_another_house_and_other_roles(app: Flask, maid: Visitor) -> None:
    other = room("snug 1", "withy-moor").room_id
    data = maid.get(URL).form(action=f"{URL}/{room().room_id}/state").data("state=dirty")
    assert maid.client.post(f"{URL}/{other}/state", data=data).status_code == 404
    assert maid.client.get("/staff/withy-moor/rooms").status_code == 404
    assert desk(app, "kitchen").client.get(URL).status_code == 403


def out_of_order(page: Page, name: str = "snug 1") -> Form:
    return page.form(action=f"{URL}/{room(name).room_id}/out-of-order")


def test_out_of_order_takes_one_room_off_sale_until_it_is_back(app: Flask, set_clock: SetClock) -> None:
    set_clock(AT_TWO)
    boss = desk(app, "manager")
    form = out_of_order(boss.get(URL)).fill(until_on="2027-03-07", reason="Bath resealed")
    page = boss.submit(form)
    assert "Out of order: Bath resealed" in card(page)
    assert "Off sale until Sun 7 March" in card(page)
    snug = found().resources["snug"]
    assert [counter(snug, FRIDAY.replace(day=day)) for day in (5, 6, 7)] == [(2, 0, 0), (2, 0, 0), (3, 0, 0)]
    assert "A manager puts it back" in card(desk(app, "housekeeping").get(URL))
    back = boss.submit(boss.get(URL).form(action=f"{URL}/{room().room_id}/state"), press="state=dirty")
    assert "Off sale" not in card(back)
    assert room().state == DIRTY
    assert counter(snug, FRIDAY) == (3, 0, 0)


def test_a_stay_in_the_way_is_named_and_nothing_changes(app: Flask, set_clock: SetClock) -> None:
    stayed("Ida Lund", "snug 1", FRIDAY.replace(day=6), SUNDAY)
    set_clock(AT_TWO)
    boss = desk(app, "manager")
    typed = {"until_on": "2027-03-07", "reason": "Bath resealed"}
    page = boss.submit(out_of_order(boss.get(URL)).fill(**typed), 409)
    assert "snug 1: Ida Lund has this room on Saturday 6 March. Move that stay first, or end before it." in page.text
    closing = boss.get(page.link("Close it with the moves that free it")).form(action="/staff/combe-harrow/closures")
    assert [closing.data()[name] for name in ("first", "last")] == [["2027-03-05"], ["2027-03-06"]]
    moves = boss.submit(closing.fill(reason="Bath resealed"), 409)
    assert "Moves that free the room" in moves.text
    kept = out_of_order(page).data()
    assert {name: kept[name] for name in typed} == {name: [words] for name, words in typed.items()}
    assert room().ready
    assert counter(found().resources["snug"], FRIDAY) == (3, 0, 0)


def test_a_full_room_type_has_no_room_to_spare(app: Flask, set_clock: SetClock) -> None:
    for _ in range(3):
        stayed("Ida Lund", None)
    set_clock(AT_TWO)
    boss = desk(app, "manager")
    page = boss.submit(out_of_order(boss.get(URL)).fill(until_on="2027-03-07", reason="Bath"), 409)
    assert "Every room of this type is sold on Friday 5 March" in page.text
    assert room().ready


@pytest.mark.parametrize("until", ["", "2027-03-05", "2027-03-01", "2031-01-01", "soon", "\x00"])
def test_days_that_are_none(app: Flask, set_clock: SetClock, until: str) -> None:
    set_clock(AT_TWO)
    boss = desk(app, "manager")
    boss.submit(out_of_order(boss.get(URL)).fill(until_on=until, reason="Bath"), 422)
    assert room().ready


def test_only_those_who_may_close_rooms_do(app: Flask, maid: Visitor) -> None:
    data = maid.get(URL).form(action=f"{URL}/{room().room_id}/state").data() | {"until_on": "2027-03-07", "reason": "x"}
    assert maid.client.post(f"{URL}/{room().room_id}/out-of-order", data=data).status_code == 403
    set_room_state(room().room_id, OUT_OF_ORDER, None, seen=INSPECTED)
    back = data | {"seen": OUT_OF_ORDER, "state": DIRTY}
    assert maid.client.post(f"{URL}/{room().room_id}/state", data=back).status_code == 403
