"""A booking changed, moved and cancelled in a browser, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.changes import book, own
from tests.browser.journey import loads
from tests.builders import FRIDAY

BOTH = pytest.mark.parametrize("java_script", [True, False])


def see_price(page: Page, java_script: bool) -> None:
    if not java_script:
        page.get_by_role("button", name="See the new price").click()


@BOTH
def test_a_night_more_is_seen_first_and_then_made(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    book(page, 1 if java_script else 2)
    page.get_by_role("link", name="Change guests, room or rate, too").click()
    whole_pages = loads(page)
    week = 1 if java_script else 2
    page.get_by_label("Leaving").fill(str(FRIDAY + timedelta(weeks=week, days=3)))
    see_price(page, java_script)
    act = page.get_by_role("button", name="Add Sunday for £150")
    expect(act).to_be_visible()
    assert java_script is (whole_pages() == 0)
    expect(page).to_have_url(re.compile(r"departure=2027-03"))
    act.click()
    expect(page.get_by_role("heading", name="Changed: dates")).to_be_visible()
    expect(page.locator("data.price")).to_have_attribute("value", "45000")
    page.go_back()
    page.reload()
    expect(page.locator("#confirm")).to_have_count(0), "what is so already is no change"


def test_choosing_in_place_keeps_the_focus_and_says_the_difference(page: Page) -> None:
    book(page, 3)
    page.get_by_role("link", name="Change guests, room or rate, too").click()
    whole_pages = loads(page)
    page.locator("#rate-garden-flexible").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=re.compile("^Change it, £[0-9]+ more"))).to_be_visible()
    expect(page.locator("#rate-garden-supper")).to_be_focused()
    expect(page.locator("live-region")).to_contain_text(" more")
    assert whole_pages() == 0


@BOTH
def test_cancelled_with_a_reason_and_pressed_twice(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    url = book(page, 4, "Snug" if java_script else "Garden")
    page.get_by_role("link", name="Cancel, or move instead").click()
    page.get_by_text("Say why, if you like").click()
    page.get_by_label("Why, if you like").select_option("The price")
    page.get_by_role("button", name="Cancel, nothing is owed").dblclick()
    expect(page.get_by_role("heading", name="Withy Moor, cancelled")).to_be_visible()
    expect(page.locator(".timeline b", has_text="Cancelled")).to_have_count(1)
    page.goto(f"{url}/cancellation")
    expect(page.get_by_role("heading", name="Cancelled already")).to_be_visible()


def test_moved_instead_of_cancelled(page: Page) -> None:
    book(page, 5, "Shepherds hut")
    page.get_by_role("link", name="Cancel, or move instead").click()
    first = page.get_by_role("list", name="Other dates").get_by_role("listitem").first
    dates = first.locator("b").inner_text()
    first.get_by_role("link").click()
    page.get_by_role("button", name=re.compile("^Change it")).click()
    expect(page.get_by_role("heading", name="Changed: dates")).to_be_visible()
    expect(page.locator(".summary")).to_contain_text(dates.split(" to ")[1])


@BOTH
def test_a_room_more_and_one_of_the_two_cancelled(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    book(page, 10 if java_script else 11)
    page.get_by_role("link", name="Add a room").click()
    page.locator("label", has=page.locator("#rate-snug-flexible")).click()
    see_price(page, java_script)
    page.get_by_role("button", name="Add the Snug for £300").click()
    expect(page.get_by_role("heading", name="Changed: a room added")).to_be_visible()
    expect(page.locator("data.price")).to_have_attribute("value", "60000")
    page.get_by_role("link", name="Cancel, or move instead").click()
    page.get_by_role("link", name="Only room 1: Garden").click()
    page.get_by_role("button", name="Cancel, nothing is owed").click()
    expect(page.get_by_role("heading", name="Garden cancelled")).to_be_visible()
    expect(page.locator("data.price")).to_have_attribute("value", "30000")


def test_on_paper_the_booking_is_what_is_booked_and_asks_for_nothing(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    page.goto(own(page))
    page.emulate_media(media="print")
    for asks in ("Change it", "Cancel, or move instead", "Say who", "Calendar file, updates itself"):
        expect(page.get_by_text(asks, exact=True)).to_be_hidden()
    expect(page.locator("data.reference")).to_be_visible()
    expect(page.locator("data.price")).to_be_visible()
    expect(page.get_by_role("contentinfo").get_by_text("01", exact=False).first).to_be_visible()
