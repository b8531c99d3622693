"""To the payment page of a provider on another host and back, in a browser that holds us to our own policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from app.kernel import clock
from tests import stripe_server
from tests.browser.conftest import PATIENCE_MS
from tests.browser.journey import fill_in, hold, reference
from tests.builders import NOW
from tests.databases import Databases
from tests.server import FORKED, served
from tests.stripe_server import StripeServer


@pytest.fixture
def stripe() -> Iterator[StripeServer]:
    clock.configure(NOW)
    with stripe_server.serving() as found:
        yield found
    clock.configure(None)


@pytest.fixture
def guest(sqlite_databases: Databases, site_database: str, stripe: StripeServer, browser: Browser) -> Iterator[Page]:
    config = replace(
        sqlite_databases.config(site_database),
        base_url="http://127.0.0.1:{port}",
        stripe_key=stripe_server.KEY,
        stripe_webhook_secret=stripe_server.SECRET,
        stripe_api_base=stripe.address,
    )
    with served(config, program=FORKED) as server:
        context = browser.new_context(base_url=server.address, locale="en-GB", timezone_id="Europe/London")
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()
        context.close()


def test_a_card_is_paid_at_the_provider_and_the_stay_is_booked(guest: Page, stripe: StripeServer) -> None:
    hold(guest, week=1)
    fill_in(guest)
    guest.get_by_role("button", name="Pay £").click()
    guest.wait_for_url(f"{stripe.address}/pay/*")
    guest.get_by_role("button", name="Pay by card").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Booked.")
    assert reference(guest)
    assert [session["status"] for session in stripe.sessions.values()] == ["complete"]
