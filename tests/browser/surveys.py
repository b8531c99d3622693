"""How a guest comes to the pages on which they say how easy booking was."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import stays

SetClock = Callable[[str], None]


def tapped(page: Page, _: SetClock) -> None:
    """The confirmation page after one tap."""
    page.goto(f"{stays.own(page)}/confirmed")
    if page.locator("form.ces").count():
        page.get_by_role("button", name="6 of 7").click()
    expect(page.get_by_role("heading", name="6 of 7. Thank you.")).to_be_visible()


def easy(page: Page, clock: SetClock) -> None:
    tapped(page, clock)
    page.get_by_role("link", name="Add a word, or change it").click()
    page.wait_for_url("**/survey/*")


def mistaken(page: Page, clock: SetClock) -> None:
    easy(page, clock)
    page.get_by_label("In your own words, if you like").evaluate("box => { box.removeAttribute('maxlength') }")
    page.get_by_label("In your own words, if you like").fill("x" * 2001)
    page.get_by_role("button", name="Send my answer").click()
    page.wait_for_selector(".errors")


def thanked(page: Page, clock: SetClock) -> None:
    easy(page, clock)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def no_more(page: Page, clock: SetClock) -> None:
    easy(page, clock)
    page.goto(f"{page.url}/no-more")


KINDS = {
    "booked and rated": tapped,
    "survey of booking": easy,
    "survey with mistakes": mistaken,
    "survey answered": thanked,
    "no more surveys": no_more,
}
