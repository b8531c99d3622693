"""Reception books for a caller, who pays by the link in the mail; a manager keeps rooms for a group."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import begin_staff_session
from tests.browser.journey import press_pay, reference, show_card
from tests.browser.test_every_page import SMALL, WIDER
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired

PHONE, DESK = {"width": 390, "height": 900}, {"width": 1440, "height": 900}


@pytest.fixture
def lead(sqlite_databases: Databases, site_database: str, site: str) -> Callable[[Page], None]:
    """Signs a manager in at a browser."""
    with opened(sqlite_databases.config(site_database)):
        token = begin_staff_session(hired("manager"), "a test", proven=True)
    return lambda page: page.context.add_cookies([{"name": "quince", "value": token, "url": site}])


@pytest.mark.long(1)
def test_a_caller_pays_by_the_mails_link_and_a_group_gets_its_rooms(
    page: Page,
    newcomer: Callable[..., Page],
    lead: Callable[[Page], None],
    deliver: Callable[[], None],
    accessible: Callable[[Page], None],
) -> None:
    def look() -> None:
        """As it stands, at a desk and in a hand."""
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate(WIDER) == [], size
            if FULL or size == PHONE:
                accessible(page)
        assert page.evaluate(SMALL) == []
        page.set_viewport_size(DESK)  # type: ignore[arg-type]

    lead(page)
    page.goto("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2")
    look()
    page.get_by_role("button", name="Hold Snug, Combe Harrow, Saver").click()
    expect(page.get_by_role("heading", name="How the call ends")).to_be_visible()
    look()
    page.get_by_role("button", name="Send the pay link").click()
    expect(page.locator(".errors")).to_contain_text("Enter the caller’s name")
    look()
    page.get_by_label("Name", exact=True).fill("Ida Holt")
    page.get_by_label("Email").fill("ida@example.org")
    page.get_by_role("button", name="Send the pay link").click()
    expect(page.locator("#held")).to_contain_text("Link sent")
    look()

    deliver()
    caller = newcomer()
    caller.goto("/demo/mailbox")
    caller.get_by_role("link", name=re.compile("^Held until ")).click()
    caller.frame_locator("iframe").get_by_role("link", name="Look it over and book").click()
    caller.wait_for_url("**/checkout/*")
    expect(caller.get_by_label("Full name")).to_have_value("Ida Holt")
    expect(caller.locator("#hold")).to_contain_text("Tue 2 March")
    press_pay(caller)
    show_card(caller)
    assert reference(caller)
    page.goto("/staff/phone")
    expect(page.locator("#held")).to_contain_text("Nothing is held for anybody")

    page.goto("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=1&children=4,5,6,7")
    look()
    page.get_by_role("button", name="Write down a lost call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lost calls")
    look()

    page.goto("/staff/agents")
    look()
    page.goto("/staff/combe-harrow/blocks")
    look()
    page.get_by_label("What it is called").fill("Holt wedding")
    for label, day in (("Arriving", "2027-03-12"), ("Leaving", "2027-03-14"), ("Kept until", "2027-03-10")):
        page.get_by_label(label).fill(day)
    page.get_by_label("Garden, rooms").fill("2")
    page.get_by_label("Garden, a night").fill("140")
    page.get_by_role("button", name="Keep these rooms").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Holt wedding")
    page.get_by_label("Name", exact=True).fill("Rose Ash")
    page.get_by_role("button", name="Show the price").click()
    expect(page.get_by_text("£280 in all")).to_be_visible()
    look()
    page.get_by_role("checkbox", name="I told them").check()
    page.get_by_role("button", name="Book, £280 owed at the house").click()
    expect(page.get_by_role("row", name="Rose Ash")).to_contain_text("Expected")
    look()
