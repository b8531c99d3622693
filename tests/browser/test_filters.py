"""The filters beside the results: focus stays, one voice speaks, the address tells, Back restores."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.journey import loads, weekend

TOLD = """() => document.querySelector("live-region").textContent.includes(document.querySelector("h1").innerText)
    && document.querySelector("h1").innerText.includes("filters")"""
"""True once the page has its new heading and the voice has said it."""


def room_types(page: Page) -> set[str]:
    return set(page.locator("li.room").evaluate_all("all => all.map(one => one.dataset.roomType)"))


def ticked(page: Page, label: str) -> Locator:
    return page.locator("#filters").get_by_label(label)


def test_a_filter_narrows_the_results_in_place(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(weekend())
    whole_pages = loads(page)
    voice, bath = page.locator("live-region"), ticked(page, "A bath")
    bath.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("has=bath"))
    expect(page.locator("li.room[data-room-type=snug]")).to_have_count(0)
    assert room_types(page) == {"shepherds-hut"}
    expect(ticked(page, "A bath")).to_be_checked()
    expect(ticked(page, "A bath")).to_be_focused()
    expect(voice).to_contain_text(page.locator("h1").inner_text())
    assert "arrival=2027-03-05" in page.url
    assert whole_pages() == 0


def test_back_and_forward_restore_results_filters_and_address(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(weekend())
    before = page.url
    ticked(page, "A bath").check()
    page.wait_for_url(re.compile("has=bath"))
    ticked(page, "Withy Moor").check()
    page.wait_for_url(re.compile("location=withy-moor"))
    expect(page.locator("#f-location")).to_have_value("withy-moor")
    expect(page.locator("article[data-location=combe-harrow]")).to_have_count(0)
    page.go_back()
    expect(page.locator("article[data-location=combe-harrow]")).to_have_count(1)
    expect(ticked(page, "Withy Moor")).not_to_be_checked()
    expect(ticked(page, "A bath")).to_be_checked()
    page.go_back()
    expect(page.locator("li.room[data-room-type=snug]")).not_to_have_count(0)
    assert page.url == before
    expect(ticked(page, "A bath")).not_to_be_checked()
    expect(page.locator("#f-location")).to_have_value("")
    page.go_forward()
    expect(page.locator("li.room[data-room-type=snug]")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_address_of_a_filter_shows_the_same_to_somebody_else(page: Page, newcomer: Callable[..., Page]) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(weekend())
    ticked(page, "Step-free way in").check()
    page.wait_for_url(re.compile("has=step-free"))
    other = newcomer(java_script_enabled=False)
    other.goto(page.url)
    assert room_types(other) == {"garden"}
    expect(ticked(other, "Step-free way in")).to_be_checked()


def test_filters_without_script_have_a_button(newcomer: Callable[..., Page]) -> None:
    page = newcomer(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page.goto(weekend())
    ticked(page, "A bath").check()
    page.get_by_role("button", name=re.compile("^Show .* kinds? of room")).click()
    assert room_types(page) == {"shepherds-hut"}


def test_on_a_phone_the_filters_stay_open_and_at_hand(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(weekend())
    page.get_by_text("Filters and order").click()
    page.get_by_role("checkbox", name="A bath").press("Space")
    page.wait_for_url("**has=bath**")
    expect(page.locator("#filters")).to_have_attribute("open", "")
    expect(page.get_by_role("checkbox", name="A bath")).to_be_checked()
    expect(page.get_by_role("checkbox", name="A bath")).to_be_focused()
    page.wait_for_function(TOLD)
    page.go_back()
    expect(page.locator("#filters [value=bath][name=has]")).not_to_be_checked()
