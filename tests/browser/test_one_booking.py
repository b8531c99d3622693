"""Whatever is pressed, and however often, one guest gets one booking, and the last room goes once."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, hold, press_pay, rate, reference, show_card, weekend

HUT = "Shepherds hut"
Rows = Callable[[str], int]


def test_a_double_click_books_once(page: Page, rows: Rows) -> None:
    before = rows("booking")
    hold(page, week=1, plan="Flexible")
    fill_in(page)
    page.get_by_role("button", name="Book and owe").dblclick()
    known_as = reference(page)
    assert rows("booking") == before + 1
    page.reload()
    assert reference(page) == known_as
    assert rows("booking") == before + 1


def test_a_card_pressed_twice_pays_once(page: Page, rows: Rows) -> None:
    before = rows("booking"), rows("payment")
    hold(page, week=2)
    fill_in(page)
    page.get_by_role("button", name=re.compile("^Pay £")).dblclick()
    page.wait_for_url("**/sandbox/*")
    page.get_by_role("button", name="A card that works").dblclick()
    reference(page)
    assert (rows("booking"), rows("payment")) == (before[0] + 1, before[1] + 1)


def test_back_after_booking_leads_to_the_same_booking(page: Page, rows: Rows) -> None:
    before = rows("booking")
    hold(page, week=3)
    checkout = page.url
    fill_in(page)
    press_pay(page)
    payment = page.url
    show_card(page)
    known_as = reference(page)
    for _ in range(4):
        page.go_back()
    page.go_forward()
    for old in (payment, checkout):
        page.goto(old)
        assert reference(page) == known_as
    assert rows("booking") == before + 1


def test_back_from_the_payment_page_keeps_what_was_typed(page: Page, rows: Rows) -> None:
    before = rows("booking"), rows("checkout")
    hold(page, week=4)
    fill_in(page)
    press_pay(page)
    page.go_back()
    expect(page.get_by_label("Full name")).to_have_value("Anna Whitlock")
    press_pay(page)
    page.get_by_role("link", name="Back without paying").click()
    expect(page.get_by_label("Email")).to_have_value("anna@example.com")
    press_pay(page)
    show_card(page)
    assert reference(page)
    assert (rows("booking"), rows("checkout")) == (before[0] + 1, before[1] + 1)


def test_of_two_guests_one_gets_the_last_room(newcomer: Callable[..., Page], rows: Rows) -> None:
    anna, ben = newcomer(), newcomer()
    for guest in (anna, ben):
        guest.goto(weekend(week=5))
        guest.locator("[data-location=combe-harrow] summary").first.click()
        expect(guest.locator("[data-location=combe-harrow][data-room-type=shepherds-hut]")).to_contain_text("1 left")
    rate(anna, HUT).click()
    with ben.expect_response(lambda answer: answer.request.method == "POST") as answer:
        rate(ben, HUT).click()
    assert answer.value.status == 409
    expect(ben.get_by_role("heading", level=1)).to_have_text("That one has just gone")
    expect(ben.get_by_role("alert")).to_contain_text("Nothing was charged")
    expect(ben.get_by_role("alert")).to_be_focused()
    paid, charged = rows("booking"), rows("payment")
    fill_in(anna)
    press_pay(anna)
    show_card(anna)
    assert reference(anna)
    assert (rows("booking"), rows("payment")) == (paid + 1, charged + 1)
    ben.get_by_role("link", name="See what is left for these dates").click()
    left = ben.locator("[data-room-type]").evaluate_all("all => [...new Set(all.map(one => one.dataset.roomType))]")
    assert set(left) == {"snug", "garden", "shepherds-hut"}, "the hut of the other house is left"
    assert ben.locator("[data-location=combe-harrow][data-room-type=shepherds-hut]").count() == 0


def test_a_room_lost_after_the_hold_ended_is_not_charged(
    newcomer: Callable[..., Page], set_site_clock: Callable[[str], None], rows: Rows
) -> None:
    """The clock stays where this test leaves it, so that it is the last of the module."""
    anna, ben = newcomer(), newcomer()
    hold(anna, week=6, room=HUT)
    fill_in(anna)
    set_site_clock("2027-03-01T09:16+00:00")
    hold(ben, week=6, room=HUT)
    paid = rows("payment")
    with anna.expect_response(lambda answer: "/field" not in answer.url and answer.request.method == "POST") as answer:
        anna.get_by_role("button", name=re.compile("^Pay £")).click()
    assert answer.value.status == 409
    expect(anna.get_by_role("heading", level=1)).to_have_text("Somebody else has it now")
    expect(anna.get_by_text("Nothing was charged")).to_be_visible()
    expect(anna.get_by_role("link", name="See what is free")).to_be_visible()
    assert rows("payment") == paid
