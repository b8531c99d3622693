"""Two rooms for one party, from the search to booked, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, press_pay, price, reference, show_card, weekend

TOTAL = 2 * (15000 * 2 + 6000)
"""A snug for two and a garden room for three, two nights, flexible."""


def ask_for_five(page: Page, week: int) -> None:
    """The results for five adults, asked for on the form; nothing is said about rooms."""
    page.goto(weekend(week))
    page.locator(".find .who summary").click()
    page.get_by_label("Adults", exact=True).select_option("5")
    page.get_by_role("button", name="See rooms").click()


@pytest.mark.parametrize(("java_script", "week"), [(True, 9), (False, 10)])
def test_two_rooms_from_search_to_booking(
    newcomer: Callable[..., Page], rows: Callable[[str], int], java_script: bool, week: int
) -> None:
    page = newcomer(java_script_enabled=java_script)
    before = {table: rows(table) for table in ("booking", "stay", "payment")}
    ask_for_five(page, week)
    card = page.locator(".room--set[data-location=combe-harrow]")
    expect(card.locator(".set__room")).to_have_count(2)
    expect(card.locator("[data-room-type=garden] p")).to_have_text("3 adults")
    page.get_by_role("button", name="Choose Two rooms, Combe Harrow, Saver, £648").click()
    assert price(page) == TOTAL * 9 // 10
    expect(page.get_by_text("Your two rooms are held for you")).to_be_visible()
    fill_in(page)
    page.get_by_text("More to add").click()
    page.get_by_label("Flowers, room 2: Garden").select_option("1")
    if not java_script:
        page.get_by_role("button", name="Update the price").click()
    expect(page.get_by_role("button", name="Pay £683 and book")).to_be_visible()
    press_pay(page)
    show_card(page)
    known_as = reference(page)
    assert price(page) == TOTAL * 9 // 10 + 3500
    page.get_by_role("link", name="See your booking").click()
    expect(page.locator("data.reference").first).to_have_text(known_as)
    expect(page.get_by_text("Room 1: Snug")).to_be_visible()
    expect(page.get_by_text("Room 2: Garden")).to_be_visible()
    after = {table: rows(table) - before[table] for table in before}
    assert after == {"booking": 1, "stay": 2, "payment": 1}


def test_rooms_are_asked_for_on_the_form_and_stay_in_the_address(newcomer: Callable[..., Page]) -> None:
    page = newcomer()
    page.goto(weekend(11))
    page.locator(".find .who summary").click()
    page.locator("#f-rooms").select_option("2")
    expect(page.locator(".find .who__party")).to_have_text("2 adults, 2 rooms")
    page.get_by_role("button", name="See rooms").click()
    expect(page).to_have_url(re.compile(r"[?&]rooms=2(&|$)"))
    expect(page.locator(".room--set").first).to_be_visible()
    expect(page.locator(".find .who__party")).to_have_text("2 adults, 2 rooms")
    page.get_by_text("Included").first.click()
    expect(page).to_have_url(re.compile(r"supper=in"))
    expect(page).to_have_url(re.compile(r"[?&]rooms=2(&|$)"))
    expect(page.locator(".room--set [data-rate-plan]")).to_have_count(2, timeout=15_000)


@pytest.mark.parametrize(("java_script", "week"), [(True, 12), (False, 6)])
def test_one_of_two_rooms_is_cancelled(
    newcomer: Callable[..., Page], rows: Callable[[str], int], java_script: bool, week: int
) -> None:
    page = newcomer(java_script_enabled=java_script)
    ask_for_five(page, week)
    page.get_by_role("button", name="Choose Two rooms, Combe Harrow, Flexible, £720").click()
    fill_in(page)
    page.get_by_role("button", name="Book and owe £720 at the house").click()
    known_as = reference(page)
    before = rows("booking")
    page.get_by_role("link", name="See your booking").click()
    page.get_by_role("link", name="Cancel, or move instead").click()
    page.get_by_role("link", name="Only room 2: Garden").click()
    page.locator("#cancel button.btn").click()
    expect(page.get_by_text("Garden, cancelled")).to_be_visible()
    expect(page.locator("data.reference").first).to_have_text(known_as)
    expect(page.get_by_text("Room 2: Garden")).to_have_count(0)
    assert price(page) == 2 * 15000
    assert rows("booking") == before
