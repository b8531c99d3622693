"""Housekeeping on a phone, and the kitchen that reads an allergy which the guest then sees as read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from app.booking.people.operations import keep_people
from app.booking.people.rules import CannotEat
from app.care import add_task
from app.identity.staff.operations import begin_staff_session
from app.inventory.operations import set_room_state
from app.inventory.room_states import DIRTY, room_states
from app.web.links import link_token
from tests.browser.journey import loads
from tests.browser.test_every_page import SMALL, WIDER
from tests.builders import TODAY
from tests.cast import found
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired
from tests.web.staff.houses import stayed

HOUSE = "/staff/combe-harrow"
PHONE = {"width": 390, "height": 780}


@dataclass(frozen=True)
class Desk:
    """A house on a morning: the session of somebody in each role, a dirty room, and a guest with an allergy."""

    tokens: dict[str, str]
    dirty: int
    party_url: str


@pytest.fixture(scope="module")
def desk(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[Desk]:
    with opened(sqlite_databases.config(site_database)):
        dirty = next(iter(room_states(found().id)))
        set_room_state(dirty, DIRTY, None)
        booking_id = stayed("Tom Webb", "snug 1", TODAY, TODAY + timedelta(days=2), suppers=((TODAY, "18:30"),))
        keep_people(booking_id, {}, {(0, 2): CannotEat("Una", ("nuts",), "anaphylaxis", "Carries a pen")})
        add_task("request", "booking", booking_id, "Towels", location_id=found().id)
        roles = ("reception", "manager", "kitchen", "housekeeping", "administrator")
        tokens = {role: begin_staff_session(hired(role), "a test", proven=True) for role in roles}
        yield Desk(tokens, dirty, f"/bookings/{link_token('booking', booking_id, 1)}/party")


def signed_in(page: Page, desk: Desk, role: str, site: str) -> None:
    page.context.add_cookies([{"name": "quince", "value": desk.tokens[role], "url": site}])


def test_housekeeping_on_a_phone(page: Page, desk: Desk, site: str) -> None:
    signed_in(page, desk, "housekeeping", site)
    page.set_viewport_size(PHONE)
    page.goto("/staff")
    expect(page).to_have_url(f"{site}{HOUSE}/rooms")
    whole_pages = loads(page)
    card = page.locator(f"#room-{desk.dirty}")
    expect(card).to_contain_text("Dirty")
    card.get_by_role("button", name="Mark clean").click()
    expect(card).to_contain_text("Clean, not checked")
    expect(page.locator("live-region")).to_contain_text("snug 1: Clean, not checked")
    expect(card.get_by_role("button", name="Checked, ready")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.locator(".room-card__state")).to_have_text("Ready")
    card.get_by_text("Other").click()
    card.get_by_role("button", name="Out of service").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it is out of service")
    expect(card.locator("details")).to_have_attribute("open", "")
    card.get_by_label("Why it is out of service").fill("No hot water")
    card.get_by_role("button", name="Out of service").click()
    expect(card).to_contain_text("Out of service: No hot water")
    assert whole_pages() == 0


def test_the_kitchen_reads_and_the_guest_sees_it(browser: Browser, page: Page, desk: Desk, site: str) -> None:
    with browser.new_context(base_url=site) as guests:
        guest = guests.new_page()
        guest.goto(desk.party_url)
        expect(guest.get_by_text("The kitchen reads it before you arrive.")).to_be_attached()
        signed_in(page, desk, "kitchen", site)
        page.goto("/staff")
        expect(page).to_have_url(f"{site}{HOUSE}/covers")
        row = page.get_by_role("row", name="Tom Webb")
        expect(row).to_contain_text("Anaphylaxis")
        row.get_by_role("button", name="Read").click()
        expect(row).to_contain_text("Sam Okoro")
        guest.reload()
        expect(guest.get_by_text("The kitchen read it")).to_be_attached()


PAGES = {
    "rooms": ("manager", f"{HOUSE}/rooms"),
    "today": ("reception", f"{HOUSE}/today"),
    "today of all": ("administrator", "/staff/today"),
    "covers": ("kitchen", f"{HOUSE}/covers"),
    "covers of reception": ("reception", f"{HOUSE}/covers"),
    "tasks": ("reception", f"{HOUSE}/tasks"),
    "pack": ("reception", f"{HOUSE}/pack"),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_fingers_hit(
    page: Page, desk: Desk, site: str, accessible: Callable[[Page], None], name: str
) -> None:
    role, url = PAGES[name]
    signed_in(page, desk, role, site)
    page.goto(url)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"{width} px"
        if FULL or width == 390:
            accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(WIDER) == [], "320 px"
    assert page.evaluate(SMALL) == []
