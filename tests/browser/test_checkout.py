"""The checkout's form in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.journey import hold


def test_a_field_checks_itself_and_the_summary_has_the_focus(page: Page, accessible: Callable[[Page], None]) -> None:
    hold(page, plan="Flexible")
    page.get_by_label("Email").fill("anna.example.com")
    page.get_by_label("Email").blur()
    expect(page.locator("#email-error")).to_contain_text("Enter an email address with an @")
    page.get_by_role("button", name="Book and owe").click()
    expect(page).to_have_title("Error: Your details and payment: The Quince")
    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("anna.example.com")
    accessible(page)
    page.locator(".errors").get_by_role("link", name="Enter your full name").click()
    expect(page.get_by_label("Full name")).to_be_focused()
