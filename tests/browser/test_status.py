"""Somebody watches how a house is while a manager says that its pool is closed; whoever asks to hear of it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Response, expect

from app.care.facilities import report
from app.care.status.models import StatusSubscription
from app.identity.staff.operations import begin_staff_session
from app.kernel import clock
from app.store import db
from app.web.links import link_token
from tests.browser.test_every_page import SMALL, WIDER
from tests.cast import found
from tests.databases import Databases, opened
from tests.facilities import facility
from tests.staffing import hired
from tests.web.guest.test_status import announce

HOUSE = "/status/combe-harrow"
POLL_MS = 15_000


@pytest.fixture(scope="module")
def token(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """The session of a manager of the house, which has a kitchen, a pool and a road."""
    with opened(sqlite_databases.config(site_database)):
        facility("restaurant", "The Long Kitchen")
        facility()
        road = facility("road", "Road from Totnes over Bow Bridge and up the long hill")
        report(road, "limited", "Two inches of water", "We meet cars", location_id=found().id)
        begins = clock.now() + timedelta(days=5)
        announce(road, begins.isoformat(), (begins + timedelta(hours=2)).isoformat(), title="Road resurfaced")
        yield begin_staff_session(hired("manager"), "a test", proven=True)


def fast_forward(page: Page) -> Response:
    """What the site answers when the page has asked again."""
    with page.expect_response(lambda answer: answer.url.endswith(HOUSE)) as asked:
        page.clock.fast_forward(POLL_MS + 1_000)
    return asked.value


def looked_over(page: Page, accessible: Callable[[Page], None]) -> None:
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"{page.url}, {width} px"
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(WIDER) == [], f"{page.url}, 320 px"
    assert page.evaluate(SMALL) == []


def test_the_page_changes_while_somebody_watches(
    page: Page, newcomer: Callable[..., Page], token: str, site: str, accessible: Callable[[Page], None]
) -> None:
    page.clock.install(time=datetime(2027, 3, 1, 9))
    page.goto(HOUSE)
    place = page.locator(".places li", has_text="The pool")
    expect(place).to_contain_text("Works")
    answer = fast_forward(page)
    assert fast_forward(page).all_headers()["etag"] == answer.all_headers()["etag"]
    page.evaluate("document.querySelector('.places').dataset.same = 'yes'")
    fast_forward(page)
    assert page.locator(".places[data-same]").count() == 1, "nothing is swapped in while nothing has changed"

    desk = newcomer()
    desk.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    desk.goto("/staff/combe-harrow/today")
    desk.locator(".outage summary").click()
    desk.locator(".outage").get_by_role("button", name="The pool").click()
    desk.get_by_label("What is the matter").fill("The pump has gone")
    desk.get_by_role("button", name="Say so").click()

    changed = fast_forward(page)
    assert changed.all_headers()["etag"] != answer.all_headers()["etag"]
    expect(place).to_contain_text("Closed since")
    expect(place).to_contain_text("The pump has gone.")
    expect(page.locator("live-region")).to_contain_text("Combe Harrow: The pool closed")
    looked_over(page, accessible)
    for path in ("/status", "/status/withy-moor"):
        page.goto(path)
        looked_over(page, accessible)

    plain = newcomer(java_script_enabled=False)
    plain.goto(HOUSE)
    expect(plain.locator(".places li", has_text="The pool")).to_contain_text("The pump has gone.")


def test_asking_to_hear_of_it_without_javascript_and_stopping(
    newcomer: Callable[..., Page], page: Page, token: str, accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{HOUSE}/subscription")
    page.get_by_role("button", name="Write to me").click()
    expect(page.locator(".errors")).to_be_visible()
    looked_over(page, accessible)
    plain = newcomer(java_script_enabled=False)
    plain.goto(HOUSE)
    plain.get_by_role("link", name="Write to me").click()
    plain.get_by_label("Email").fill("anna@example.com")
    plain.get_by_label("The pool").check()
    plain.get_by_role("button", name="Write to me").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    db.session.rollback()
    own = link_token("status", db.session.query(StatusSubscription.id).one()[0], 0)
    page.goto(f"/status/subscriptions/{own}")
    looked_over(page, accessible)
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We write to you")
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No mails come")
