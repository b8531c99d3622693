"""Results, dates and rates that change in place: focus stays, one voice speaks, the address tells, Back restores."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.journey import weekend


def room_types(page: Page) -> set[str]:
    return set(page.locator("li.room").evaluate_all("all => all.map(one => one.dataset.roomType)"))


def ticked(page: Page, label: str) -> Locator:
    return page.locator("#filters").get_by_label(label)


def loads(page: Page) -> Callable[[], int]:
    """Counts the whole pages that the browser asks for from here on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.is_navigation_request() else None)
    return lambda: len(asked)


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
    expect(voice).to_have_text(page.locator("h1").inner_text())
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
    expect(page.locator("article[data-location=combe-harrow]")).to_have_count(0)
    page.go_back()
    expect(page.locator("article[data-location=combe-harrow]")).to_have_count(1)
    expect(ticked(page, "Withy Moor")).not_to_be_checked()
    expect(ticked(page, "A bath")).to_be_checked()
    page.go_back()
    expect(page.locator("li.room[data-room-type=snug]")).not_to_have_count(0)
    assert page.url == before
    expect(ticked(page, "A bath")).not_to_be_checked()
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


def test_a_field_is_checked_as_it_is_left(page: Page) -> None:
    page.goto(weekend(week=2))
    page.get_by_role("button", name="Choose Snug, Combe Harrow, Saver, ").click()
    email = page.get_by_label("Email")
    email.fill("anna")
    page.get_by_label("Full name").focus()
    expect(page.locator("#email-error")).to_be_visible()
    expect(email).to_have_value("anna")
    expect(email).to_have_attribute("aria-invalid", "true")
    email.fill("anna@example.com")
    page.get_by_label("Full name").focus()
    expect(page.locator("#email-error")).to_have_count(0)
