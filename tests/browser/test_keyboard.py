"""From home to booked without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.journey import WORKS, rate, reference
from tests.browser.keys import press, tab_to


def test_from_home_to_booked_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Choose the day you arrive"))
    press(page, "Enter", "ArrowDown", "ArrowDown", "ArrowLeft", "Enter")
    expect(page.get_by_role("dialog", name="The day you leave")).to_be_visible()
    press(page, "ArrowRight", "Enter")
    expect(page.get_by_role("button", name="Choose the day you leave")).to_be_focused()
    assert page.locator("#f-arrival").input_value() == "2027-03-18"
    assert page.locator("#f-departure").input_value() == "2027-03-21"
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
