"""A manager announces a pool repair, somebody watches the house's page, a guest goes to the other house for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from app.care.notices.models import Notice
from app.identity.staff.operations import begin_staff_session
from app.store import db
from app.web.links import link_token
from app.worker.notices import look_after_notices
from tests.baskets import basket
from tests.browser.test_every_page import SMALL, WIDER
from tests.cards import paid, placed
from tests.cast import found
from tests.databases import Databases, opened
from tests.facilities import facility
from tests.staffing import hired

HOUSE = "/status/combe-harrow"
POLL_MS = 15_000
Accessible = Callable[[Page], None]


@pytest.fixture(scope="module")
def journey(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[tuple[str, str]]:
    """The session of the manager of a house with a pool, and the address of a paid booking there."""
    with opened(sqlite_databases.config(site_database)):
        facility()
        done = placed(basket(found(), "garden"))
        paid(done.booking_id, 30000)
        address = f"{site}/bookings/{link_token('booking', done.booking_id, done.version)}"
        yield begin_staff_session(hired("manager"), "a test", proven=True), address


def announce(desk: Page) -> None:
    """The manager writes it, sees whom it touches and what each would get, and tells them."""
    desk.goto("/staff/combe-harrow/notices/new")
    desk.get_by_label("Where").select_option(label="The pool")
    desk.get_by_label("In a line").fill("The pool is empty on Friday")
    desk.get_by_label("What it means for a guest").fill("Its tiles are mended. All else is as you booked it.")
    desk.get_by_label("Felt").check()
    for name, typed in (("Begins on", "2027-03-05"), ("Ends on", "2027-03-06"), ("They choose until", "2027-03-04")):
        desk.get_by_label(name, exact=True).fill(typed)
    for words in ("Everybody in the house", "They may go to another house"):
        desk.get_by_label(words).check()
    desk.get_by_label("Off the bill of each who comes all the same").fill("20")
    desk.get_by_role("button", name="Keep it, and see whom it touches").click()
    expect(desk.get_by_role("region", name="Whom it touches now")).to_contain_text("could be held for 1 of 1")
    expect(desk.locator("#mail")).to_contain_text("Go to Withy Moor instead")


def looked_over(page: Page, accessible: Accessible) -> None:
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"nothing is wider than {width}"
    accessible(page)
    assert page.evaluate(SMALL) == []


def test_the_other_house_is_one_tap_and_costs_nothing_more(
    page: Page, newcomer: Callable[..., Page], journey: tuple[str, str], site: str, accessible: Accessible
) -> None:
    token, booking = journey
    watcher, desk = newcomer(), newcomer()
    watcher.clock.install(time=datetime(2027, 3, 1, 9))
    watcher.goto(HOUSE)
    expect(watcher.locator("main")).not_to_contain_text("pool is empty")
    desk.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    announce(desk)
    looked_over(desk, accessible)
    desk.get_by_role("button", name="Tell the one").click()
    expect(desk.locator("main")).to_contain_text("being held for them")
    watcher.clock.fast_forward(POLL_MS + 1_000)
    expect(watcher.locator("main")).to_contain_text("pool is empty on Friday")

    look_after_notices()
    page.goto(f"{booking}/notices/{db.session.query(Notice.id).scalar()}")
    bill = page.locator("#choice-bill")
    expect(bill).to_contain_text("£280.00")
    looked_over(page, accessible)
    page.get_by_text("Go to Withy Moor instead").click()
    expect(bill).to_contain_text("£300.00")
    expect(bill).to_contain_text("You pay nothing now")
    page.get_by_role("button", name="Do what I have ticked").click()
    expect(page.get_by_role("status").first).to_contain_text("You go to the other house")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Withy Moor")
    page.goto(f"{booking}/notices/{db.session.query(Notice.id).scalar()}")
    expect(page.get_by_role("heading", name="You have chosen")).to_be_visible()
    desk.reload()
    expect(desk.locator("main")).to_contain_text("1 have chosen")
