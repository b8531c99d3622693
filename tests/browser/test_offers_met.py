"""A guest meets offers: says no to one and takes that back, takes another through the checkout; axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.config import Config
from app.identity.operations import know_guest
from app.identity.operations.sessions import begin_session
from app.kernel import clock
from app.offers.decisions.models import Holdout
from app.store import transaction, write
from tests.browser.journey import weekend
from tests.browser.test_every_page import SMALL, WIDER
from tests.cast import found
from tests.conftest import FULL
from tests.databases import Databases, opened
from tests.offers import offer
from tests.pasts import pasts

_number = count(1)


@pytest.fixture(scope="module")
def running(sqlite_databases: Databases, site_database: str) -> Config:
    """Three offers run, and nobody is held out of them."""
    config = sqlite_databases.config(site_database)
    with opened(config):
        offer("a-tenth-less", title="A tenth less", line="The kettle is on either way.")
        offer("supper-on-us", "supper", percent_bp=10_000, title="Supper on us")
        offer("midweek", percent_bp=1500, weekdays="0123", title="Midweek for less")
        transaction(lambda: write(update(Holdout).values(share_bp=0)))
    return config


@pytest.fixture
def known(page: Page, site: str, running: Config) -> Page:
    """A guest with two stays midweek, who was shown nothing yet."""
    with opened(running):
        email = f"orla{next(_number)}@example.com"
        who = transaction(lambda: know_guest("Orla Finch", email, None, "en", clock.now()))
        pasts(found(), who, (date(2026, 5, 4), date(2026, 10, 5)), suppers=1)
        token = transaction(lambda: begin_session(who, "test"))
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    return page


@pytest.mark.parametrize("where", ["/", "stays", "/offers", "/account"])
def test_pages_with_offers_are_for_eyes_readers_and_fingers(
    known: Page, accessible: Callable[[Page], None], where: str
) -> None:
    known.goto(weekend(week=2) if where == "stays" else where)
    expect(known.locator(".offercard").first).to_be_visible()
    for details in known.locator(".offercard__why summary").all():
        details.click()
    for width in (1440, 390):
        known.set_viewport_size({"width": width, "height": 900})
        assert known.evaluate(WIDER) == []
        if FULL or width == 390:
            accessible(known)
    known.set_viewport_size({"width": 320, "height": 700})
    assert known.evaluate(WIDER) == []
    assert known.evaluate(SMALL) == []


def test_not_this_one_and_undo_without_leaving_the_page(known: Page) -> None:
    known.goto("/account")
    card = known.locator("[data-offer='a-tenth-less']")
    card.get_by_role("button", name="Not this one").click()
    expect(known.get_by_role("heading", name="Not shown again for 30 days")).to_be_visible()
    known.goto("/offers")
    known.get_by_role("button", name="Show it again: A tenth less").click()
    known.wait_for_url("**/offers")
    expect(known.get_by_text("Not this one")).to_have_count(0)


def test_one_is_taken_from_the_results_to_the_checkout(known: Page) -> None:
    known.goto(weekend(week=4))
    known.locator("[data-offer='a-tenth-less']").get_by_role("link", name="Take it").click()
    expect(known.get_by_text("is in these prices")).to_be_visible()
    known.get_by_role("button", name="Choose Snug").first.click()
    expect(known.get_by_text("“A tenth less” is in your price.")).to_be_visible()
    expect(known.locator("#stay-summary")).to_contain_text("A tenth less")
