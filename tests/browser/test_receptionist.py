"""A receptionist's day: arrivals, a check-in with the register and the card machine, a walk-in, and the check-out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import begin_staff_session
from app.kernel import clock
from tests.builders import NOW
from tests.databases import Databases, opened
from tests.staffing import hired
from tests.web.staff.front import HOUSE, guest

MORNING = "2027-03-02T09:30+00:00"


@pytest.fixture
def reference(sqlite_databases: Databases, site_database: str) -> Iterator[str]:
    """Of Anna, whom the house expects for one night. The test's clock is what it was again afterwards."""
    config = sqlite_databases.config(site_database)
    with opened(config):
        yield guest("Anna Whitlock", nights=1, arrival_time="16:30")[1]
    clock.configure(config.now)


def sign_in(page: Page, site: str, staff_id: int, at: str = NOW) -> None:
    """The browser is a receptionist's, from that instant on."""
    clock.configure(at)
    token = begin_staff_session(staff_id, "a test", proven=True)
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])


def test_a_receptionist_s_day(
    page: Page,
    site: str,
    reference: str,
    set_site_clock: Callable[[str], None],
    accessible: Callable[[Page], None],
) -> None:
    receptionist = hired("reception")
    sign_in(page, site, receptionist)
    page.goto(f"{HOUSE}/arrivals")
    accessible(page)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("link", name="Check in Anna Whitlock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check in Anna Whitlock")
    accessible(page)
    page.get_by_role("button", name="Check in Anna Whitlock").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how the £150.00 is settled")
    accessible(page)
    page.locator("#nationality-0-1").select_option("FR")
    expect(page.locator("#passport_number-0-1")).to_be_visible()
    page.locator("#nationality-0-1").select_option("GB")
    expect(page.locator("#passport_number-0-1")).to_have_count(0)
    page.locator("#name-0-2").fill("Tom Whitlock")
    page.locator("#nationality-0-2").select_option("IE")
    page.get_by_role("radio", name="Card machine").check()
    page.get_by_role("button", name="Check in Anna Whitlock").click()
    expect(page.get_by_text("In the house", exact=True)).to_be_visible()
    accessible(page)
    page.goto(f"{HOUSE}/in-house")
    expect(page.get_by_role("row", name="Anna Whitlock")).to_contain_text("1 of 1")
    accessible(page)

    page.goto(f"{HOUSE}/arrivals")
    page.get_by_role("link", name="Walk-in").click()
    accessible(page)
    page.get_by_role("radio", name="Flexible").first.check()
    page.locator("#name").fill("Rosa Lind")
    page.get_by_role("radio", name="Cash").check()
    page.get_by_role("checkbox", name="They have seen the price").check()
    page.get_by_role("button", name="Book and go on to check-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check in Rosa Lind")

    set_site_clock(MORNING)
    sign_in(page, site, receptionist, MORNING)
    page.goto(f"{HOUSE}/departures")
    accessible(page)
    page.get_by_role("link", name="Check out Anna Whitlock").click()
    accessible(page)
    page.get_by_role("button", name="Check out Anna Whitlock").click()
    expect(page.get_by_text("Left", exact=True)).to_be_visible()
    page.goto(f"{HOUSE}/bookings/{reference}/departure?until=2027-03-05")
    accessible(page)
    page.goto(f"{HOUSE}/arrivals")
    expect(page.get_by_role("heading", name="Not here yet")).to_be_visible()
    accessible(page)
