"""The checkout in a real browser: with JavaScript, without it, by keyboard alone, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

STAYS = "/stays?arrival={}&departure={}&adults=2&location=combe-harrow"
Check = Callable[[Page], None]


@pytest.fixture
def still(browser: Browser, site: str) -> Iterator[Page]:
    """A page where scripts do not run."""
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def choose(page: Page, plan: str, arrival: str = "2027-03-08", departure: str = "2027-03-10") -> None:
    page.goto(STAYS.format(arrival, departure))
    page.locator(f"[data-room-type=snug] [data-rate-plan={plan}] button").click()
    expect(page.locator("h1")).to_have_text("Your details and payment")


def fill(page: Page, name: str = "Anna Whitlock", email: str = "anna@example.com") -> None:
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email").fill(email)


def test_the_price_follows_what_is_added(page: Page, accessible: Check) -> None:
    choose(page, "flexible")
    accessible(page)
    page.get_by_label("Flowers").select_option("1")
    expect(page.locator("#stay-summary data.price")).to_have_attribute("value", "33500")
    fill(page)
    page.get_by_role("button", name="Book and owe £335 at the house").click()
    expect(page.locator("h1")).to_contain_text("Booked.")
    expect(page.locator("data.price").first).to_have_attribute("value", "33500")
    accessible(page)
    page.get_by_role("link", name="See your booking").click()
    expect(page.locator("h1")).to_contain_text("Combe Harrow")
    accessible(page)


def test_a_field_checks_itself_and_the_summary_has_the_focus(page: Page, accessible: Check) -> None:
    choose(page, "flexible")
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


def test_a_card_that_is_declined_then_silent_then_works(page: Page, accessible: Check) -> None:
    choose(page, "saver")
    fill(page)
    page.get_by_role("button", name="Pay £270 and book").click()
    accessible(page)
    page.get_by_role("button", name="A card that is declined").click()
    expect(page.get_by_role("heading", name="Your bank said no")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Pay £270 and book").click()
    page.get_by_role("button", name="A card that never answers").click()
    expect(page.locator("h1")).to_have_text("Waiting for your bank")
    accessible(page)
    page.get_by_role("link", name="Pay another way").click()
    page.get_by_role("button", name="Pay £270 and book").click()
    page.get_by_role("button", name="A card that asks for a second step").click()
    page.get_by_role("button", name="Yes, it is me").click()
    expect(page.locator("h1")).to_contain_text("Booked.")
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_contain_text("Booked.")


def test_the_whole_way_without_scripts(still: Page) -> None:
    choose(still, "flexible", "2027-03-11", "2027-03-13")
    fill(still, email="anna")
    still.get_by_label("Flowers").select_option("1")
    still.get_by_role("button", name="Update the price").click()
    still.get_by_role("button", name="Book and owe £335 at the house").click()
    expect(still).to_have_title("Error: Your details and payment: The Quince")
    fill(still)
    still.get_by_role("button", name="Book and owe £335 at the house").click()
    expect(still.locator("h1")).to_contain_text("Booked.")


def test_the_whole_way_by_keyboard(page: Page) -> None:
    page.goto(STAYS.format("2027-03-15", "2027-03-17"))
    reach(page, "[data-room-type=snug] [data-rate-plan=flexible] button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your details and payment")
    reach(page, "#name")
    page.keyboard.type("Anna Whitlock")
    page.keyboard.press("Tab")
    page.keyboard.type("anna@example.com")
    reach(page, "button[value=owe]")
    page.keyboard.press("Space")
    expect(page.locator("h1")).to_contain_text("Booked.")


def test_the_checkout_fits_a_phone(page: Page, accessible: Check) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    choose(page, "flexible", "2027-03-18", "2027-03-20")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    accessible(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main input, main select, main summary, main .tick')]
            .filter(one => one.checkVisibility() && !one.matches('.vh, .vh *, .tick input, .choice input'))
            .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_two_guests_and_the_last_room(page: Page, browser: Browser, site: str, accessible: Check) -> None:
    query = STAYS.format("2027-03-22", "2027-03-24")
    other = browser.new_context(base_url=site).new_page()
    for guest in (page, other):
        guest.goto(query)
    last = "[data-room-type=shepherds-hut] [data-rate-plan=flexible] button"
    page.locator(last).click()
    expect(page.locator("h1")).to_have_text("Your details and payment")
    other.locator(last).click()
    expect(other.locator("h1")).to_have_text("That one has just gone")
    accessible(other)
    assert other.locator("a[href*='/houses/']").count() > 0
    other.context.close()


def reach(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until that element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab do not lead to {selector}")
