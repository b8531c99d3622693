"""Prices that change in place: another rate, later months, an extra."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.journey import loads, weekend


def test_another_rate_on_the_room_page_says_its_price(page: Page) -> None:
    page.goto("/houses/combe-harrow/rooms/snug?arrival=2027-03-05&departure=2027-03-07")
    whole_pages = loads(page)
    page.get_by_role("radio", name=re.compile("^Saver")).check()
    offer = page.locator("#offer")
    expect(offer.get_by_role("button", name="Book for £270")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^Saver"))).to_be_focused()
    expect(page.locator("live-region")).to_contain_text("£270")
    assert whole_pages() == 0


def test_later_months_come_in_place(page: Page) -> None:
    page.goto("/houses/combe-harrow")
    first = page.locator("#calendar caption").first.inner_text()
    whole_pages = loads(page)
    page.get_by_role("link", name="Later").click()
    expect(page.locator("#calendar caption").first).not_to_have_text(first)
    assert whole_pages() == 0
    day = page.locator("#calendar a.day").first
    total = int(day.locator("data.price").get_attribute("value") or 0)
    day.click()
    expect(page.locator("#rooms")).to_be_visible()
    shown = page.locator("main data.price").evaluate_all("all => all.map(one => Number(one.value))")
    assert total in shown


def test_an_extra_changes_sum_and_button_at_once(page: Page) -> None:
    page.goto(weekend(week=1))
    page.get_by_role("button", name="Choose Snug, Combe Harrow, Saver, ").click()
    page.get_by_label("Flowers").select_option("1")
    expect(page.get_by_role("button", name="Pay £305 and book")).to_be_visible()
    expect(page.locator("#stay-summary data.price")).to_have_text(re.compile("£305"))
    expect(page.get_by_label("Flowers")).to_have_value("1")
