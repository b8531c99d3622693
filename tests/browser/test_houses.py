"""A sixth house is opened in a browser, and a guest books it; the catalogue's pages for eyes and fingers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import begin_staff_session
from tests.browser.journey import fill_in
from tests.browser.test_every_page import SMALL, WIDER
from tests.databases import Databases, opened
from tests.staffing import hired

HOUSE = "/staff/combe-harrow/house"
PAGES = (
    HOUSE,
    f"{HOUSE}/facts",
    f"{HOUSE}/words",
    f"{HOUSE}/pictures",
    f"{HOUSE}/room-types/1",
    f"{HOUSE}/extras/1",
    f"{HOUSE}/sittings/1",
    f"{HOUSE}/facilities/new",
    f"{HOUSE}/produce/new",
    f"{HOUSE}/plans/1",
    f"{HOUSE}/party-prices",
    f"{HOUSE}/taxes",
    f"{HOUSE}/mails",
    f"{HOUSE}/mails/booked",
    "/staff/houses",
    "/staff/trader",
    "/staff/documents/terms",
)


@pytest.fixture
def administrator(page: Page, site: str, sqlite_databases: Databases, site_database: str) -> Page:
    """A page in which the group's administrator is signed in."""
    mail = f"{page.context.__hash__()}@quince.example"
    with opened(sqlite_databases.config(site_database)):
        token = begin_staff_session(hired("administrator", mail=mail), "a test", proven=True)
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    return page


def typed(page: Page, act: str, **fields: str) -> None:
    """The form is filled by its labels and sent."""
    for label, value in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " "), exact=True).fill(value)
    page.get_by_role("button", name=act, exact=True).click()


def test_a_sixth_house_is_opened_and_booked(administrator: Page, newcomer: Callable[..., Page]) -> None:
    desk = administrator
    desk.goto("/staff/houses")
    desk.get_by_role("link", name="Add a house").click()
    desk.get_by_label("Postal address").fill("Prior’s Marsh, Lydd TN29 9AA")
    desk.get_by_label("Telephone").fill("01632 960188")
    typed(desk, "Add the house", Name="Prior’s Marsh", Place="Kent", Mail="marsh@quince.example")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Prior’s Marsh, the house")
    expect(desk.get_by_role("button", name="Open for booking")).to_have_count(0)
    desk.get_by_role("link", name="What is said of it").click()
    desk.get_by_label("Heading").fill("A vicarage in the wind")
    desk.get_by_label("In one sentence").fill("Two rooms and a marsh.")
    desk.locator("#word_body").fill("It blows.")
    desk.get_by_role("button", name="Keep it").click()
    desk.get_by_role("link", name="Add a room type").click()
    typed(desk, "Add the room type", Name="Loft")
    desk.get_by_role("link", name="Add a room", exact=True).click()
    typed(desk, "Add the room", Name_or_number="1 Heron")
    desk.get_by_role("link", name="Prior’s Marsh, the house").click()
    desk.get_by_role("link", name="Add a rate plan").click()
    desk.get_by_label("A guest may owe it all at the house instead").check()
    typed(desk, "Add the plan", Name="Bed and eggs")
    desk.get_by_role("link", name="VAT and levies").click()
    desk.get_by_label("Rooms", exact=True).check()
    desk.locator("#rate_bp").fill("20")
    desk.locator("#vat_from_on").fill("2011-01-04")
    desk.get_by_role("button", name="State it").click()
    desk.goto("/staff/priors-marsh/rates")
    for day in ("Fri 5", "Sat 6"):
        desk.get_by_role("checkbox", name=f"Loft, Bed and eggs, {day} March").check()
    desk.get_by_label("Change by").select_option("set")
    typed(desk, "Put in the draft", How_much="140")
    desk.get_by_role("button", name="Publish two nights").click()
    desk.goto("/staff/priors-marsh/house")
    desk.get_by_role("button", name="Open for booking").click()
    expect(desk.get_by_text("Takes bookings")).to_be_visible()

    guest = newcomer()
    guest.goto("/stays?location=priors-marsh&arrival=2027-03-05&departure=2027-03-07")
    guest.get_by_role("button", name="Choose Loft, Prior’s Marsh, Bed and eggs, ").click()
    fill_in(guest)
    guest.get_by_role("button", name="Book and owe £280 at the house").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(re.compile("^Booked"))


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_nothing_scrolls_sideways_and_fingers_hit(
    administrator: Page, accessible: Callable[[Page], None], address: str
) -> None:
    page = administrator
    page.goto(address)
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"{width} px"
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(WIDER) == [], "320 px"
    assert page.evaluate(SMALL) == []
