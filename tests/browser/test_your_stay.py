"""Asking in place, and what a nationality brings with it: no page is loaded anew, and the focus stays."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import stays
from tests.browser.journey import loads
from tests.browser.kinds import SetClock


def test_asking_in_place(page: Page, set_site_clock: SetClock) -> None:
    stays.your_stay(page, set_site_clock)
    with stays.on(set_site_clock, stays.ARRIVAL):
        whole_pages = loads(page)
        page.get_by_role("radio", name="Something else").check()
        page.get_by_label("In your words").fill("Two more pillows")
        page.get_by_role("button", name="Ask the house").click()
        expect(page.locator(".asked")).to_contain_text("Two more pillows")
        expect(page.locator("live-region")).to_contain_text("With you by")
        expect(page.get_by_label("In your words")).to_have_value("")
        page.get_by_role("button", name="Ask the house").click()
        expect(page.locator(".errors")).to_be_focused()
        assert whole_pages() == 0


def test_it_works_by_keyboard_alone(page: Page, set_site_clock: SetClock) -> None:
    stays.your_stay(page, set_site_clock)
    with stays.on(set_site_clock, stays.ARRIVAL):
        page.locator("input[name=what]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        expect(page.get_by_label("When")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.type("A quiet word")
        page.keyboard.press("Enter")
        expect(page.locator(".asked")).to_contain_text("A quiet word")


def test_a_nationality_brings_its_fields_in_place(page: Page, set_site_clock: SetClock) -> None:
    stays.party(page, set_site_clock)
    whole_pages = loads(page)
    page.get_by_label("Full name").nth(1).fill("Aiko")
    page.get_by_label("Nationality").nth(1).focus()
    page.get_by_label("Nationality").nth(1).select_option(label="Japan")
    expect(page.get_by_label("Passport number")).to_have_count(1)
    expect(page.get_by_label("Full name").nth(1)).to_have_value("Aiko")
    expect(page.get_by_label("Nationality").nth(1)).to_be_focused()
    page.get_by_label("Nationality").nth(1).select_option(label="India")
    expect(page.get_by_label("Passport number")).to_have_count(0)
    assert whole_pages() == 0
