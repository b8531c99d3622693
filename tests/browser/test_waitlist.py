"""A full house, and somebody who waits: joined, told by mail, taken and booked, in a browser from end to end."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.worker import run_once
from tests.browser import waitlists
from tests.browser.journey import fill_in, hold, reference
from tests.databases import Databases, opened

WEEK = 6


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_full_house_to_booked(
    page: Page, site: str, sqlite_databases: Databases, site_database: str, javascript: bool
) -> None:
    week = WEEK + javascript
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=site, locale="en-GB", java_script_enabled=javascript
    )
    ada, bea = page, context.new_page()
    hold(ada, week=week, room=waitlists.HUT, plan="Flexible")
    fill_in(ada)
    ada.get_by_role("button", name="Book and owe").click()
    reference(ada)
    bea.goto(f"/houses/combe-harrow/rooms/shepherds-hut?{waitlists.dates(week)}")
    bea.get_by_role("link", name="Tell me if it frees up").click()
    address = f"bea{week}@example.org"
    waitlists.fill_in(bea, email=address)
    expect(bea.get_by_role("heading", level=1)).to_have_text("You are in the line")
    assert mails(bea, address, sqlite_databases, site_database) == [f"In the line: {span(bea)}"]

    ada.get_by_role("link", name="See your booking").click()
    cancel(ada)

    subjects = mails(bea, address, sqlite_databases, site_database)
    assert len(subjects) == 2
    assert "Free, and yours until" in subjects[0]
    bea.goto(link_of(bea, address))
    expect(bea.get_by_role("heading", level=1)).to_contain_text("It is yours until")
    bea.get_by_role("button", name=re.compile("^Take it: Flexible")).click()
    expect(bea).to_have_title(re.compile("^Your details and payment"))
    bea.get_by_label("Full name").fill("Bea Noon")
    bea.get_by_label("Email").fill(address)
    bea.get_by_role("button", name="Book and owe").click()
    assert reference(bea)
    context.close()


def cancel(page: Page) -> None:
    """The booking whose page it is, is cancelled on its own pages."""
    page.goto(f"{page.url}/cancellation")
    page.locator("#cancel .btn").click()
    expect(page.locator("main")).to_contain_text(re.compile("cancelled", re.IGNORECASE))


def span(page: Page) -> str:
    """The nights that the page after joining names."""
    return page.locator("td.words").first.inner_text().partition(", ")[0]


def mails(page: Page, address: str, databases: Databases, url: str) -> list[str]:
    """The subjects of what lies in that mailbox once the worker has been by, the newest first."""
    with opened(databases.config(url)):
        assert run_once() == []
    return [mail["subject"] for mail in page.request.get(f"/demo/mailbox.json?to={address}").json()]


def link_of(page: Page, address: str) -> str:
    """Where the newest mail leads."""
    newest = page.request.get(f"/demo/mailbox.json?to={address}").json()[0]
    return next(urlsplit(link).path for link in newest["links"] if "/waitlist/" in link)
