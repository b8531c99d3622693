"""Marketing writes a letter, looks at it, releases it, and watches what it adds against those held out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from app.booking.models import Booking
from app.identity.staff.operations import begin_staff_session
from app.kernel import clock
from app.offers.campaigns.models import CampaignGuest
from app.store import db, transaction, write
from app.worker.campaigns import send_campaigns
from tests.browser.test_every_page import WIDER
from tests.campaigning import guests, offer, segment, withdraw
from tests.databases import Databases, opened
from tests.mailing import booked
from tests.staffing import hired

MANY = 60


@pytest.fixture(scope="module")
def token(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """Of somebody in marketing, with sixty guests who agreed to be written to, but for one."""
    with opened(sqlite_databases.config(site_database)):
        withdraw(guests(MANY)[0])
        segment("All who came")
        offer()
        yield begin_staff_session(hired("marketing"), "a test", proven=True)


@pytest.fixture
def nell(page: Page, site: str, token: str) -> Page:
    page.context.add_cookies([{"name": "quince", "value": token, "url": site}])
    return page


def kept(guest_ids: list[int]) -> None:
    """Each of them booked since, and came."""
    booked()
    db.session.rollback()
    first = dict(db.session.execute(select(Booking.__table__)).mappings().first() or {})
    rows = [
        first | {"guest_id": one, "reference": f"T{one:07}", "checkout_id": None, "state": "departed"}
        for one in guest_ids
    ]
    for row in rows:
        row.pop("id")
        row["booked_at"] = clock.now() + timedelta(days=1)
    transaction(lambda: write(insert(Booking.__table__), rows))


def test_a_letter_is_sent_and_its_lift_watched(
    nell: Page, site: str, accessible: Callable[[Page], None], sqlite_databases: Databases, site_database: str
) -> None:
    nell.goto(f"{site}/marketing/campaigns")
    nell.get_by_role("link", name="Write a letter").click()
    nell.get_by_label("What the desk calls it").fill("Leeks")
    nell.get_by_label("Whom it is for").select_option("All who came")
    nell.get_by_label("Offer").select_option("Autumn for less")
    nell.get_by_label("Subject").fill("The leeks are in")
    nell.get_by_label("Letter", exact=True).fill("They are, {name}.")
    nell.get_by_label("Not before").fill("08:00")
    nell.get_by_role("button", name="Keep the draft").click()
    nell.get_by_role("link", name="Look at it first").click()
    expect(nell.get_by_role("row", name="No consent to mail of this kind")).to_contain_text("1")
    expect(nell.locator(".letter")).to_contain_text("Dear [first name],")
    accessible(nell)
    nell.go_back()
    nell.get_by_role("button", name="Release it").click()
    expect(nell.locator(".deskhead")).to_contain_text("Ready.")
    with opened(sqlite_databases.config(site_database)):
        send_campaigns()
        states = dict(db.session.execute(select(CampaignGuest.guest_id, CampaignGuest.state)).all())
        sent = [guest_id for guest_id, state in states.items() if state == "sent"]
        held = [guest_id for guest_id, state in states.items() if state == "held_out"]
        kept(sent[:8] + held[:1])
    nell.reload()
    expect(nell.locator(".deskhead")).to_contain_text("Sent.")
    expect(nell.get_by_role("heading", name="Cannot tell yet")).to_be_visible()
    expect(nell.locator(".bigverdict .v")).to_contain_text(f"+{100 * (8 / len(sent) - 1 / len(held)):.1f}")
    arms = nell.get_by_role("table", name="Bookings by arm")
    expect(arms.get_by_role("row", name="Had the letter")).to_contain_text(str(len(sent)))
    expect(arms.get_by_role("row", name="Held out")).to_contain_text(str(len(held)))
    for width in (1440, 390, 320):
        nell.set_viewport_size({"width": width, "height": 900})
        assert nell.evaluate(WIDER) == [], f"{width} px"
    accessible(nell)
