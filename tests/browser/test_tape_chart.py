"""The tape chart by mouse and by keyboard: a stay changes rooms, and changes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.booking.queries import booking_of
from app.booking.rooms.operations import give_room
from app.identity.staff.operations import begin_staff_session
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of
from app.kernel.stay import Stay
from app.store import transaction
from tests.baskets import basket
from tests.browser.test_every_page import SMALL, WIDER
from tests.builders import FRIDAY
from tests.cards import ANNA, placed
from tests.cast import found
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired

CHART = "/staff/combe-harrow/tape-chart?from=2027-03-01&days=14"
WEEKEND = Stay.of(FRIDAY, 2)
NAMES = ("Anna Whitlock", "Ben Lovell")


@dataclass(frozen=True)
class Floor:
    """Two stays in the first two of three snugs, the garden rooms empty, a closed room, one stay without a room."""

    token: str
    stays: tuple[int, ...]
    snugs: tuple[int, ...]
    gardens: tuple[int, ...]


@pytest.fixture(scope="module")
def floor(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[Floor]:
    with opened(sqlite_databases.config(site_database)):
        house = found()
        snugs, gardens = (tuple(door.id for door in doors_of([house.room_types[slug]])) for slug in ("snug", "garden"))
        stays = []
        for name, room in zip(NAMES, snugs, strict=False):
            done = booking_of(placed(basket(house, "snug", stay=WEEKEND), ANNA | {"name": name}).booking_id)
            assert done is not None
            stays.append(done.live[0].id)
            transaction(lambda room=room, own=stays[-1]: give_room(own, room, list(WEEKEND)))  # type: ignore[misc]
        placed(basket(house, "garden", stay=WEEKEND), ANNA | {"name": "Dan Orme"})
        resource, later = house.resources["garden"], FRIDAY + timedelta(days=5)
        transaction(lambda: inventory.close(resource, FRIDAY, later, 1, "Painted", room_id=gardens[2]))
        yield Floor(begin_staff_session(hired("manager"), "a test", proven=True), tuple(stays), snugs, gardens)


@pytest.fixture
def chart(page: Page, floor: Floor, site: str) -> Page:
    page.context.add_cookies([{"name": "quince", "value": floor.token, "url": site}])
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(CHART)
    return page


def bar(page: Page, room_id: int) -> Locator:
    return page.locator(f"tr[data-room='{room_id}'] a.bar")


def row(page: Page, room_id: int) -> Locator:
    return page.locator(f"tr[data-room='{room_id}'] th")


def drag(page: Page, of: Locator, to: Locator) -> None:
    start, end = of.bounding_box(), to.bounding_box()
    assert start
    assert end
    x = start["x"] + start["width"] / 2
    page.mouse.move(x, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(x, start["y"] + 30, steps=3)
    page.mouse.move(x, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def test_a_stay_is_dragged_to_a_free_room_and_undone(chart: Page, floor: Floor) -> None:
    anna, free = bar(chart, floor.snugs[0]), floor.snugs[2]
    drag(chart, anna, row(chart, free))
    expect(bar(chart, free)).to_contain_text("Whitlock")
    expect(bar(chart, floor.snugs[0])).to_have_count(0)
    chart.get_by_role("button", name="Undo the move").click()
    expect(bar(chart, floor.snugs[0])).to_contain_text("Whitlock")


def test_onto_somebody_it_stays_where_it_was_and_the_page_says_who_is_there(chart: Page, floor: Floor) -> None:
    drag(chart, bar(chart, floor.snugs[0]), row(chart, floor.snugs[1]))
    expect(chart.get_by_role("alert")).to_contain_text("Ben Lovell has snug 2 on Friday 5 March. Nothing was moved.")
    expect(bar(chart, floor.snugs[0])).to_contain_text("Whitlock")
    expect(chart.locator("#move-room")).to_have_value(str(floor.snugs[1]))


def test_by_keyboard_alone(chart: Page, floor: Floor) -> None:
    bar(chart, floor.snugs[0]).focus()
    chart.keyboard.press("ArrowDown")
    expect(bar(chart, floor.snugs[1])).to_be_focused()
    chart.keyboard.press("ArrowUp")
    chart.keyboard.press("Enter")
    expect(chart.locator("#stay-panel")).to_be_focused()
    expect(chart.locator("#stay-panel h2")).to_have_text("Anna Whitlock")
    expect(bar(chart, floor.snugs[0])).to_have_attribute("aria-current", "true")
    room = chart.get_by_label("To room")
    for _ in range(12):
        if room.evaluate("one => one === document.activeElement"):
            break
        chart.keyboard.press("Tab")
    expect(room).to_be_focused()
    chart.keyboard.press("ArrowDown")
    chart.keyboard.press("ArrowDown")
    expect(room).to_have_value(str(floor.snugs[2]))
    for _ in range(3):
        chart.keyboard.press("Tab")
    expect(chart.get_by_role("button", name="Move", exact=True)).to_be_focused()
    chart.keyboard.press("Enter")
    expect(bar(chart, floor.snugs[2])).to_contain_text("Whitlock")


def test_whoever_has_no_room_is_dragged_into_one(chart: Page, floor: Floor) -> None:
    drag(chart, chart.locator("tr.toplace a.bar").first, row(chart, floor.gardens[0]))
    expect(bar(chart, floor.gardens[0])).to_contain_text("Orme")
    expect(chart.get_by_text("Every stay shown has a room.")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        CHART,
        f"{CHART}&stay=1",
        "/staff/combe-harrow/tape-chart?from=2027-03-01&days=28&stay=2",
        "/staff/withy-moor/tape-chart?days=7",
        "/staff/combe-harrow/closures",
        "/staff/combe-harrow/closures/new",
        "/staff/withy-moor/closures",
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chart: Page, accessible: Callable[[Page], None], address: str
) -> None:
    chart.goto(address)
    for width in (1440, 390):
        chart.set_viewport_size({"width": width, "height": 900})
        assert chart.evaluate(WIDER) == [], f"{width} px"
        if FULL or width == 390:
            accessible(chart)
    chart.set_viewport_size({"width": 320, "height": 700})
    assert chart.evaluate(WIDER) == [], "320 px"
    assert chart.evaluate(SMALL) == []
