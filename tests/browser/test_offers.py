"""A manager makes an offer, says whom it is for, previews it as a guest, starts it, pauses it and stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import begin_staff_session
from app.offers.history.operations import keep_histories
from tests.cast import found
from tests.databases import Databases, opened
from tests.pasts import guest, pasts
from tests.staffing import hired


@pytest.fixture(scope="module")
def token(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """Of a house's manager, where one guest stayed twice and another once."""
    with opened(sqlite_databases.config(site_database)):
        pasts(found(), guest("Wilma Frost"), [date(2026, 5, 4), date(2026, 10, 5)])
        pasts(found(), guest("Bram Stone"), [date(2026, 6, 1)])
        keep_histories()
        yield begin_staff_session(hired("manager", mail="runs.offers@quince.example"), "a test", proven=True)


def test_a_manager_makes_an_offer_and_runs_it(
    page: Page, token: str, site: str, accessible: Callable[[Page], None]
) -> None:
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    page.goto("/staff/combe-harrow/today")
    bar = page.get_by_role("navigation", name="Staff")
    for noun in ("Care", "Selling"):
        bar.get_by_text(noun).press("Enter")
    expect(bar.get_by_role("link", name="Cases")).to_be_hidden()
    bar.get_by_role("link", name="Offers").press("Escape")
    expect(bar.get_by_role("link", name="Offers")).to_be_hidden()
    page.keyboard.press("Enter")
    bar.get_by_role("link", name="Offers").click()
    page.get_by_role("link", name="Make an offer").click()
    page.get_by_role("link", name="Per cent off").click()
    page.get_by_label("Title").fill("Back before the leeks")
    page.get_by_label("Per cent off").fill("15")
    page.get_by_label("Combe Harrow").check()
    page.get_by_label("Nights at least").fill("2")
    accessible(page)
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who it is for")
    page.get_by_label("Who", exact=True).select_option("own")
    page.get_by_label("Stays, at least").fill("2")
    page.get_by_label("Stays, at most").focus()
    expect(page.locator("#reach")).to_contain_text("Guests with at least two stays.")
    expect(page.locator("#reach b")).to_have_text("1")
    accessible(page)
    page.get_by_role("button", name="Keep it so").click()
    expect(page.get_by_text("Reach today: 1.")).to_be_visible()
    page.get_by_role("link", name="Preview as a guest").click()
    page.get_by_label("Guest, by name, mail or reference").fill("bram")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name="Bram Stone").click()
    expect(page.get_by_text("They would not see it: Not in its audience.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Back before the leeks").first.click()
    page.get_by_role("button", name="Start it").click()
    expect(page.locator(".deskhead .state")).to_have_text("Running")
    accessible(page)
    page.get_by_role("button", name="Pause it").click()
    expect(page.locator(".deskhead .state")).to_have_text("Paused")
    page.get_by_role("button", name="Stop it for good").click()
    expect(page.locator(".deskhead .state")).to_have_text("Stopped")
    expect(page.get_by_role("button", name="Start it again")).to_have_count(0)
