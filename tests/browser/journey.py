"""The steps of a guest in a browser, from a search to booked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.builders import FRIDAY

ANNA = {"Full name": "Anna Whitlock", "Email": "anna@example.com"}
WORKS, DECLINED = "A card that works", "A card that is declined"
SECOND_STEP, NEVER_ANSWERS = "A card that asks for a second step", "A card that never answers"


def weekend(week: int = 0) -> str:
    """A search for a weekend; tests that book take one each, so that none takes another's room."""
    arrival = FRIDAY + timedelta(weeks=week)
    return f"/stays?arrival={arrival}&departure={arrival + timedelta(days=2)}"


def rate(page: Page, room: str = "Snug", plan: str = "Saver", house: str = "Combe Harrow") -> Locator:
    """The button of a rate in the results."""
    return page.get_by_role("button", name=f"Choose {room}, {house}, {plan}, ")


def hold(page: Page, week: int = 0, room: str = "Snug", plan: str = "Saver", house: str = "Combe Harrow") -> None:
    """The page is the checkout of that room."""
    page.goto(weekend(week))
    button = rate(page, room, plan, house)
    if not button.is_visible():
        more = page.locator(f"[data-location={house.lower().replace(' ', '-')}] summary")
        more.first.click()
    button.click()
    expect(page).to_have_title(re.compile("^Your details and payment"))


def fill_in(page: Page) -> None:
    """Every field that has to be filled in is."""
    for label, value in ANNA.items():
        page.get_by_label(label).fill(value)


def press_pay(page: Page) -> None:
    """The payment provider's page."""
    page.get_by_role("button", name=re.compile(r"^Pay £[\d,.]+ and book$")).click()
    expect(page).to_have_title(re.compile("^Practice payment"))


def show_card(page: Page, card: str = WORKS) -> None:
    page.get_by_role("button", name=card).click()


def loads(page: Page) -> Callable[[], int]:
    """Counts the whole pages that the browser asks for from here on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.is_navigation_request() else None)
    return lambda: len(asked)


def reference(page: Page) -> str:
    """The reference on the confirmed page, which the page must be."""
    expect(page).to_have_title(re.compile("^Booked"))
    return page.locator("data.reference").get_attribute("value") or ""


def price(page: Page) -> int:
    """The only total of the page, in minor units."""
    page.locator("main data.price").first.wait_for(state="attached")
    found = page.locator("main data.price").evaluate_all("all => [...new Set(all.map(one => Number(one.value)))]")
    assert len(found) == 1, f"{page.url}: {found}"
    return int(found[0])
