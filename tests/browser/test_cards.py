"""Cards that make trouble."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import DECLINED, NEVER_ANSWERS, SECOND_STEP, fill_in, hold, press_pay, reference, show_card

GUESTS = pytest.mark.parametrize("java_script", [True, False], ids=["with script", "without script"])


@GUESTS
def test_a_declined_card_loses_nothing(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    hold(page, week=1)
    fill_in(page)
    press_pay(page)
    show_card(page, DECLINED)
    said = page.get_by_role("alert")
    expect(said).to_contain_text("Your bank said no")
    expect(said).to_contain_text("your room is still held until")
    expect(page).to_have_title("Declined: Your details and payment: The Quince")
    expect(page.get_by_label("Full name")).to_have_value("Anna Whitlock")
    press_pay(page)
    show_card(page)
    assert reference(page)


@GUESTS
def test_a_second_step(newcomer: Callable[..., Page], java_script: bool) -> None:
    page = newcomer(java_script_enabled=java_script)
    hold(page, week=2)
    fill_in(page)
    press_pay(page)
    show_card(page, SECOND_STEP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("alert")).to_contain_text("Your bank said no")
    press_pay(page)
    show_card(page, SECOND_STEP)
    page.get_by_role("button", name="Yes, it is me").click()
    assert reference(page)


@GUESTS
def test_a_card_that_never_answers(
    newcomer: Callable[..., Page], rows: Callable[[str], int], java_script: bool
) -> None:
    page = newcomer(java_script_enabled=java_script)
    before = rows("booking")
    hold(page, week=3)
    fill_in(page)
    press_pay(page)
    show_card(page, NEVER_ANSWERS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for your bank")
    expect(page.get_by_text("Nothing is booked yet")).to_be_visible()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for your bank")
    assert rows("booking") == before
    page.get_by_role("link", name="Pay another way").click()
    press_pay(page)
    show_card(page)
    assert reference(page)


def test_the_waiting_page_goes_on_by_itself_once_the_bank_answers(page: Page) -> None:
    hold(page, week=4)
    fill_in(page)
    press_pay(page)
    payment = page.url
    show_card(page, NEVER_ANSWERS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for your bank")
    bank = page.context.new_page()
    bank.goto(payment)
    show_card(bank)
    reference(bank)
    assert reference(page)
