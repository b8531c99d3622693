"""A manager changes rates in a browser, a guest sees them in another; the pages of rates for eyes and fingers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.identity.staff.operations import begin_staff_session
from tests.browser.test_every_page import SMALL, WIDER
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.staffing import hired

GRID = "/staff/combe-harrow/rates"
GUEST = "/stays?location=combe-harrow&arrival=2027-03-05&departure=2027-03-07"
PAGES = (
    GRID,
    f"{GRID}?plan=saver&days=28",
    f"{GRID}/many",
    f"{GRID}/following",
    f"{GRID}/preview",
    f"{GRID}/csv",
    f"{GRID}/night?room_type=snug&rate_plan=saver&night=2027-03-05",
    "/staff/combe-harrow/why?room_type=snug&rate_plan=supper&arrival=2027-03-05&departure=2027-03-07&adults=3",
)


@pytest.fixture(scope="module")
def token(sqlite_databases: Databases, site_database: str) -> str:
    """What opens the desk to a manager of Combe Harrow."""
    with opened(sqlite_databases.config(site_database)):
        return begin_staff_session(hired("manager"), "a test", proven=True)


@pytest.fixture
def manager(page: Page, site: str, token: str) -> Page:
    """A page in which a manager of Combe Harrow is signed in."""
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    return page


def test_a_rate_that_is_published_is_what_a_guest_sees(manager: Page, newcomer: Callable[..., Page]) -> None:
    guest = newcomer()
    guest.goto(GUEST)
    before = guest.locator("article[data-room-type=snug], [data-room-type=snug]").first
    expect(before.locator("data.price").first).to_have_attribute("value", "30000")
    manager.goto(GRID)
    for day in ("5", "6"):
        manager.get_by_role("checkbox", name=f"Snug, Flexible, {'Fri' if day == '5' else 'Sat'} {day} March").check()
    expect(manager.locator("night-count")).to_have_text("2 nights chosen: Snug. Now £150.")
    manager.get_by_label("Change by").select_option("up_percent")
    manager.get_by_label("How much").fill("8")
    manager.get_by_role("button", name="Put in the draft").click()
    expect(manager.get_by_text("Two nights changed in draft")).to_be_visible()
    guest.reload()
    expect(before.locator("data.price").first).to_have_attribute("value", "30000")
    manager.get_by_role("button", name="Publish two nights").click()
    expect(manager.get_by_text("Guests see these rates from now on")).to_be_visible()
    guest.reload()
    expect(before.locator("data.price").first).to_have_attribute("value", "32400")


def test_the_grid_is_ticked_and_sent_by_keyboard_alone(manager: Page) -> None:
    manager.goto(f"{GRID}?from=2027-04-01")
    manager.get_by_role("checkbox", name="Garden, Flexible, Thu 1 April").focus()
    manager.keyboard.press("Space")
    manager.keyboard.press("Tab")
    manager.keyboard.press("Space")
    expect(manager.locator("night-count")).to_contain_text("2 nights chosen: Garden")
    manager.get_by_label("How much").focus()
    manager.keyboard.type("175")
    manager.get_by_label("Change by").select_option("set")
    manager.get_by_label("How much").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_role("checkbox", name="£175 in the draft, now £150")).to_have_count(2)


@pytest.mark.parametrize("url", PAGES)
def test_the_pages_of_rates_are_sound(manager: Page, accessible: Callable[[Page], None], url: str) -> None:
    manager.goto(url)
    for width in (1440, 390):
        manager.set_viewport_size({"width": width, "height": 900})
        assert manager.evaluate(WIDER) == [], f"{width} px"
        if FULL or width == 390:
            accessible(manager)
    manager.set_viewport_size({"width": 320, "height": 700})
    assert manager.evaluate(WIDER) == []
    assert manager.evaluate(SMALL) == []
