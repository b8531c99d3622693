"""From home to booked, as every kind of guest goes: with and without JavaScript, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import DECLINED, fill_in, hold, press_pay, price, rate, reference, show_card

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GUESTS = {
    "at a desk": {"viewport": {"width": 1440, "height": 900}},
    "on a phone": PHONE,
    "without JavaScript": {"java_script_enabled": False},
    "on a phone without JavaScript": PHONE | {"java_script_enabled": False},
}


def seen(page: Page) -> list[str]:
    """The pages of ours that are shown from here on; the payment provider's own do not count."""
    views: list[str] = []
    page.on("framenavigated", lambda frame: None if "/sandbox/" in frame.url else views.append(frame.url))
    return views


def fields_in_sight(page: Page) -> set[str]:
    """Names of what can be filled in without unfolding anything; radios of one name are one field."""
    fields = page.locator("main :is(input, select, textarea)")
    return set(fields.evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.name)"))


@pytest.mark.parametrize(("guest", "room"), list(zip(GUESTS, ("Snug", "Garden") * 2, strict=True)))
def test_from_home_to_booked(newcomer: Callable[..., Page], rows: Callable[[str], int], guest: str, room: str) -> None:
    """Four presses and four pages with the dates that are there."""
    page = newcomer(**GUESTS[guest])
    before, views = rows("booking"), seen(page)
    page.goto("/")
    page.get_by_role("button", name="See rooms").click()
    chosen = rate(page, room, house="Withy Moor")
    card = page.locator(f"[data-location=withy-moor][data-room-type={room.lower()}]")
    shown = card.locator("[data-rate-plan=saver] data.price")
    total = int(shown.get_attribute("value") or 0)
    chosen.click()
    assert price(page) == total
    assert len(fields_in_sight(page)) <= 8, fields_in_sight(page)
    fill_in(page)
    press_pay(page)
    show_card(page)
    known_as = reference(page)
    assert len(views) <= 4, views
    assert price(page) == total
    page.get_by_role("link", name="See your booking").click()
    page.wait_for_url("**/bookings/*")
    assert price(page) == total
    expect(page.locator("data.reference")).to_have_text(known_as)
    assert rows("booking") == before + 1


@pytest.mark.parametrize("java_script", [True, False])
def test_book_now_and_pay_at_the_house(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    hold(page, week=1, plan="Flexible")
    fill_in(page)
    page.get_by_role("group", name="Friday 12 March").get_by_label("8.00").check()
    page.get_by_label("Flowers").select_option("1")
    if not java_script:
        page.get_by_role("button", name="Update the price").click()
    page.get_by_role("button", name="Book and owe £335 at the house").click()
    assert reference(page)
    assert price(page) == 33500
    expect(page.get_by_text("£335.00 is due at the house")).to_be_visible()


def test_only_necessary_cookies_and_nothing_else_is_kept(page: Page) -> None:
    for path in ("/", "/stays", "/houses/combe-harrow", "/houses/combe-harrow/rooms/snug", "/privacy"):
        page.goto(path)
    hold(page, week=2)
    fill_in(page)
    press_pay(page)
    show_card(page, DECLINED)
    kept: list[Any] = page.context.cookies()
    assert {cookie["name"] for cookie in kept} <= {"quince"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in kept)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}, "for Back alone"
    assert page.evaluate("indexedDB.databases()") == []
