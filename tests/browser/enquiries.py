"""How a guest comes to the pages on which they ask a house something."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import stays

SetClock = Callable[[str], None]


def asked_nothing(page: Page, _: SetClock) -> None:
    page.goto("/contact?theme=weather")
    page.get_by_label("Booking, if you have one").fill("no such thing")
    page.get_by_role("button", name="Send it").click()
    page.wait_for_selector(".errors")


def asked(page: Page, _: SetClock) -> None:
    page.goto("/contact?house=combe-harrow&theme=garden")
    page.get_by_label("What you want to know").fill("May we pick the damsons?")
    page.get_by_label("Your name").fill("Anna Whitlock")
    page.get_by_label("Email").fill("anna@example.com")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The house has it")


def written(page: Page, _: SetClock) -> None:
    """A thread with a message in it, and a second one that is empty."""
    page.goto(f"{stays.own(page)}/messages")
    page.get_by_label("Your message").fill("Is there a boot room?")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="The house has it")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    page.wait_for_selector(".errors")


KINDS = {
    "contact with mistakes": asked_nothing,
    "contact sent": asked,
    "messages with mistakes": written,
}
