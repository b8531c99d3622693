"""A guest reads what a notice means for their nights, sees what each way out costs, and goes to the other house."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.care.choices.promising import promise_alternatives
from app.web.links import link_token
from tests.baskets import basket
from tests.browser.test_every_page import WIDER
from tests.cards import paid, placed
from tests.cast import found
from tests.databases import Databases, opened
from tests.touching import noticed


@pytest.fixture(scope="module")
def address(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """Of the notice's page of a paid booking."""
    with opened(sqlite_databases.config(site_database)):
        done = placed(basket(found(), "garden"))
        paid(done.booking_id, 30000)
        notice_id = noticed(done.booking_id)
        promise_alternatives(notice_id)
        yield f"{site}/bookings/{link_token('booking', done.booking_id, done.version)}/notices/{notice_id}"


def test_the_other_house_is_one_tap_and_costs_nothing_more(
    page: Page, address: str, accessible: Callable[[Page], None]
) -> None:
    page.goto(address)
    bill = page.locator("#choice-bill")
    expect(bill).to_contain_text("£280.00")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"nothing is wider than {width}"
    accessible(page)
    page.get_by_text("Go to Withy Moor instead").click()
    expect(bill).to_contain_text("£300.00")
    expect(bill).to_contain_text("You pay nothing now")
    page.get_by_role("button", name="Do what I have ticked").click()
    expect(page.get_by_role("status").first).to_contain_text("You go to the other house")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Withy Moor")
    page.goto(address)
    expect(page.get_by_role("heading", name="You have chosen")).to_be_visible()
