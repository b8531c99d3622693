"""Two guests with opposite histories see houses in opposite orders, at one price; one of them turns theirs off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.identity.operations import begin_session
from app.offers.history.popular import count_popularity
from tests import cast
from tests.browser.journey import loads
from tests.databases import Databases, opened
from tests.pasts import guest, pasts

SEARCH = "/stays?arrival=2027-03-26&departure=2027-03-28"
ARRIVALS = [date(2025, 4, 4), date(2026, 5, 1)]


@pytest.fixture
def two(
    browser: Browser,
    browser_context_args: dict[str, object],
    site: str,
    site_database: str,
    sqlite_databases: Databases,
) -> Iterator[tuple[Page, Page]]:
    """Anna stayed at Combe Harrow, Ben at Withy Moor, where most people book."""
    contexts: list[BrowserContext] = []
    with opened(sqlite_databases.config(site_database)):
        for name, slug in (("Anna Whitlock", "combe-harrow"), ("Ben Hale", "withy-moor")):
            email = f"{name.split()[0].lower()}@example.org"
            guest_id = guest(name, email=email, email_lower=email)
            pasts(cast.found(slug), guest_id, ARRIVALS, suppers=1)
            context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
            context.add_cookies([{"name": "quince", "value": begin_session(guest_id, "a browser"), "url": site}])
            contexts.append(context)
        pasts(cast.found("withy-moor"), guest("Cora New"), [date(2026, 7, 3)])
        count_popularity()
    anna, ben = (context.new_page() for context in contexts)
    yield anna, ben
    for context in contexts:
        context.close()


def houses(page: Page) -> list[str]:
    return [str(one.get_attribute("data-location")) for one in page.locator("article.result").all()]


def prices(page: Page) -> list[str]:
    return sorted(str(one.get_attribute("value")) for one in page.locator("data.price").all())


def test_two_guests_see_two_orders_at_one_price_and_one_turns_theirs_off(two: tuple[Page, Page]) -> None:
    anna, ben = two
    for page in two:
        page.goto(SEARCH)
    assert houses(anna) == ["combe-harrow", "withy-moor"]
    assert houses(ben) == ["withy-moor", "combe-harrow"]
    assert prices(anna) == prices(ben) != []
    expect(anna.get_by_text("you stayed at Combe Harrow twice, both in spring")).to_be_visible()

    anna.get_by_role("link", name="What we remember", exact=True).click()
    whole_pages = loads(anna)
    switch = anna.get_by_role("switch", name="On: houses and offers in your order")
    switch.focus()
    anna.keyboard.press("Space")
    anna.get_by_role("button", name="Save", exact=True).click()
    expect(anna.get_by_text("Your history is not used any more, anywhere.").first).to_be_visible()
    expect(anna.get_by_role("switch")).not_to_be_checked()
    assert whole_pages() == 0

    anna.goto(SEARCH)
    assert houses(anna) == ["withy-moor", "combe-harrow"]
    assert prices(anna) == prices(ben)
    expect(anna.get_by_text("In your order, Anna")).to_have_count(0)
