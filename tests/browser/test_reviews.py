"""A guest reviews a stay by its link, others read it, somebody reports it, it is removed in the open, and appealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from app.booking import operations as booking
from app.experience.reviews.operations import answer_review, remove_review
from app.store import db
from app.web.review_links import review_path
from tests.baskets import basket
from tests.browser.test_status import looked_over
from tests.cards import placed
from tests.cast import found
from tests.databases import Databases, opened

SetClock = Callable[[str], None]
LATER, SHOWN = "2027-03-08T10:00+00:00", "2027-03-09T10:30+00:00"


@pytest.fixture(scope="module")
def url(sqlite_databases: Databases, site_database: str, site: str) -> Iterator[str]:
    """Where Anna, who has left, reviews her stay."""
    with opened(sqlite_databases.config(site_database)):
        booking_id = placed(basket(found(), "garden")).booking_id
        booking.check_in(booking_id, at=datetime.fromisoformat("2027-03-05T18:00+00:00"))
        booking.check_out(booking_id, at=datetime.fromisoformat("2027-03-07T10:00+00:00"))
        yield review_path(booking_id)


def test_written_shown_answered_reported_removed_and_appealed(
    page: Page,
    newcomer: Callable[..., Page],
    url: str,
    set_site_clock: SetClock,
    accessible: Callable[[Page], None],
) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("No stay to review")
    set_site_clock(LATER)
    guest = newcomer(java_script_enabled=False)
    guest.goto(url)
    guest.get_by_role("button", name="Send my review").click()
    expect(guest.locator(".errors")).to_be_visible()
    page.goto(url)
    page.get_by_role("button", name="Send my review").click()
    expect(page.locator(".errors")).to_be_visible()
    looked_over(page, accessible)
    page.get_by_role("group", name="The room").get_by_role("radio", name="2", exact=True).check()
    page.get_by_label("In your own words").fill("Cold, and Sam the cook said so. " + "Unbrokenword" * 30)
    page.get_by_role("button", name="Send my review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Anna.")
    looked_over(page, accessible)

    set_site_clock(SHOWN)
    db.session.rollback()
    answer_review(1, "Sorry. There is a second stove now.", seen_at=None, by=1)
    reader = newcomer()
    reader.goto("/reviews?location=combe-harrow")
    expect(reader.get_by_text("Sorry. There is a second stove now.")).to_be_visible()
    looked_over(reader, accessible)
    reader.get_by_role("link", name="Report it").click()
    reader.get_by_role("button", name="Report it").click()
    expect(reader.locator(".errors")).to_be_visible()
    looked_over(reader, accessible)
    reader.get_by_label("It names somebody").check()
    reader.get_by_role("button", name="Report it").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Reported")

    remove_review(1, "private", "It names the cook.", by=1)
    reader.goto("/reviews")
    expect(reader.locator(".quote--gone")).to_contain_text("It names somebody")
    page.goto(url)
    looked_over(page, accessible)
    page.get_by_label("Why it should be shown again").fill("Sam is a dog.")
    page.get_by_role("button", name="Appeal").click()
    expect(page.get_by_text("You appealed: “Sam is a dog.”")).to_be_visible()
