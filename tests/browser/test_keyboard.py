"""From home to booked without a mouse, and the grid of days."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import WORKS, rate, reference
from tests.browser.keys import press, tab_to


def focused_day(page: Page) -> str:
    return page.evaluate("document.activeElement.dataset.day || ''")


def days(page: Page) -> tuple[str, str]:
    return page.locator("#f-arrival").input_value(), page.locator("#f-departure").input_value()


def test_from_home_to_booked_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Choose the day you arrive"))
    press(page, "Enter", "ArrowDown", "ArrowDown", "ArrowLeft", "Enter")
    expect(page.get_by_role("dialog", name="The day you leave")).to_be_visible()
    press(page, "ArrowRight", "Enter")
    expect(page.get_by_role("button", name="Choose the day you leave")).to_be_focused()
    assert days(page) == ("2027-03-18", "2027-03-21")
    tab_to(page, page.get_by_role("button", name="See rooms"))
    press(page, "Enter")
    page.wait_for_url("**/stays?*")
    tab_to(page, rate(page, "Garden"))
    press(page, "Enter")
    page.wait_for_url("**/checkout/*")
    tab_to(page, page.get_by_label("Full name"))
    page.keyboard.type("Anna Whitlock")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("anna@example.com")
    supper = page.get_by_role("group", name="Thursday 18 March")
    tab_to(page, supper.get_by_label("None"))
    with page.expect_response("**/checkout/*"):
        press(page, "ArrowLeft")
    expect(supper.get_by_label("8.00")).to_be_checked()
    expect(supper.get_by_label("8.00")).to_be_focused()
    tab_to(page, page.get_by_label("Cot"))
    with page.expect_response("**/checkout/*"):
        press(page, "Space")
    expect(page.get_by_label("Cot")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Pay £405 and book"))
    press(page, "Enter")
    page.wait_for_url("**/sandbox/*")
    tab_to(page, page.get_by_role("button", name=WORKS))
    press(page, "Enter")
    assert reference(page)


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (("ArrowRight",), "2027-03-20"),
        (("ArrowLeft",), "2027-03-18"),
        (("ArrowUp",), "2027-03-12"),
        (("ArrowDown",), "2027-03-26"),
        (("ArrowDown", "ArrowDown"), "2027-04-02"),
        (("Home",), "2027-03-15"),
        (("End",), "2027-03-21"),
        (("PageDown",), "2027-04-19"),
        (("PageDown", "PageUp"), "2027-03-19"),
        (("PageUp",), "2027-03-01"),
    ],
)
def test_the_grid_of_days_moves_by_keys(page: Page, keys: tuple[str, ...], day: str) -> None:
    page.goto("/stays?arrival=2027-03-19&departure=2027-03-21")
    page.get_by_role("button", name="Choose the day you arrive").focus()
    press(page, "Enter")
    assert focused_day(page) == "2027-03-19"
    press(page, *keys)
    assert focused_day(page) == day
    stops = page.locator("[role=grid] [tabindex='0']").evaluate_all("all => all.map(one => one.dataset.day)")
    assert stops == [day]
    month = page.get_by_role("grid").get_attribute("aria-label")
    assert month == f"{date.fromisoformat(day):%B %Y}"


def test_escape_closes_the_grid_and_changes_nothing(page: Page) -> None:
    page.goto("/stays?arrival=2027-03-19&departure=2027-03-21")
    opener = page.get_by_role("button", name="Choose the day you leave")
    opener.focus()
    press(page, "Enter", "ArrowDown", "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    assert days(page) == ("2027-03-19", "2027-03-21")


def test_tab_leaves_the_days_after_one_stop(page: Page) -> None:
    page.goto("/stays?arrival=2027-03-19&departure=2027-03-21")
    page.get_by_role("button", name="Choose the day you arrive").focus()
    press(page, "Enter", "Tab")
    assert focused_day(page) == ""
    press(page, "Shift+Tab")
    assert focused_day(page) == "2027-03-19"


def test_an_earlier_day_to_leave_moves_the_arrival(page: Page) -> None:
    page.goto("/stays?arrival=2027-03-19&departure=2027-03-21")
    page.get_by_role("button", name="Choose the day you leave").focus()
    press(page, "Enter", "ArrowUp", "Enter")
    assert days(page) == ("2027-03-12", "2027-03-14")
