"""The grid of days below the two dates of the search, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.builders import TODAY

ARRIVAL = TODAY + timedelta(days=44)


@pytest.fixture
def grid(page: Page) -> Locator:
    """The grid, opened by keyboard on the day of arrival of a search for three nights."""
    page.goto(f"/stays?arrival={ARRIVAL}&departure={ARRIVAL + timedelta(days=3)}")
    page.get_by_role("button", name="Choose the day you arrive").press("Enter")
    return page.get_by_role("dialog", name="The day you arrive")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.day || document.activeElement.ariaLabel"))


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (("ArrowRight",), "2027-04-15"),
        (("ArrowLeft",), "2027-04-13"),
        (("ArrowUp",), "2027-04-07"),
        (("ArrowDown",), "2027-04-21"),
        (("ArrowDown", "ArrowDown", "ArrowDown"), "2027-05-05"),
        (("Home",), "2027-04-12"),
        (("End",), "2027-04-18"),
        (("PageDown",), "2027-05-14"),
        (("PageDown", "PageUp"), "2027-04-14"),
        (("PageUp", "PageUp"), "2027-03-01"),
    ],
    ids=lambda one: "+".join(one) if isinstance(one, tuple) else one,
)
def test_keys_walk_through_the_days(page: Page, grid: Locator, keys: tuple[str, ...], day: str) -> None:
    expect(grid).to_be_visible()
    assert focused(page) == ARRIVAL.isoformat() == "2027-04-14"
    for key in keys:
        page.keyboard.press(key)
    assert focused(page) == day
    stops = page.locator("[role=grid] [tabindex='0']").evaluate_all("all => all.map(one => one.dataset.day)")
    assert stops == [day]
    assert page.get_by_role("grid").get_attribute("aria-label") == f"{date.fromisoformat(day):%B %Y}"


def test_escape_closes_the_grid_gives_the_focus_back_and_changes_nothing(page: Page, grid: Locator) -> None:
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".days")).to_have_count(0)
    assert focused(page) == "Choose the day you arrive"
    assert page.input_value("[name=arrival]") == ARRIVAL.isoformat()


def test_tab_leaves_the_days_after_one_stop(page: Page, grid: Locator) -> None:
    page.keyboard.press("Tab")
    assert focused(page) != ARRIVAL.isoformat()
    page.keyboard.press("Shift+Tab")
    assert focused(page) == ARRIVAL.isoformat()


def test_an_earlier_day_to_leave_moves_the_arrival(page: Page, grid: Locator) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Choose the day you leave").press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.input_value("[name=departure]") == "2027-04-10"
    assert page.input_value("[name=arrival]") == "2027-04-07"


def test_choosing_an_arrival_asks_for_the_departure_and_keeps_the_nights(page: Page, grid: Locator) -> None:
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="The day you leave")).to_be_visible()
    assert page.input_value("[name=arrival]") == (ARRIVAL + timedelta(days=4)).isoformat()
    assert page.input_value("[name=departure]") == (ARRIVAL + timedelta(days=7)).isoformat()


def test_days_before_today_cannot_be_chosen(page: Page, grid: Locator) -> None:
    for _ in range(6):
        page.keyboard.press("PageUp")
    first = page.get_attribute("[name=arrival]", "min") or ""
    assert focused(page) == first
    page.keyboard.press("ArrowLeft")
    assert focused(page) == first


def test_a_typed_arrival_moves_the_departure_along(page: Page, grid: Locator) -> None:
    page.keyboard.press("Escape")
    page.fill("[name=arrival]", (ARRIVAL + timedelta(days=30)).isoformat())
    assert page.input_value("[name=departure]") == (ARRIVAL + timedelta(days=33)).isoformat()


def test_the_open_grid_is_accessible(page: Page, grid: Locator, accessible: Callable[[Page], None]) -> None:
    expect(grid).to_be_visible()
    accessible(page)


def test_the_closed_guests_field_says_who_comes(page: Page, grid: Locator) -> None:
    page.keyboard.press("Escape")
    page.locator(".who summary").click()
    page.select_option("[name=adults]", "3")
    page.fill("[name=children]", "4, 7")
    page.select_option("[name=dogs]", "1")
    expect(page.locator(".who__party")).to_have_text("3 adults, 2 children, 1 dog")
    page.keyboard.press("Escape")
    expect(page.locator(".who")).not_to_have_attribute("open", "")
