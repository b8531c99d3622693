"""What reception may give back is counted on the booking, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_receptionist import reference, sign_in  # noqa: F401 - a fixture
from tests.staffing import hired
from tests.web.staff.front import HOUSE


def test_what_reception_may_give_is_not_had_twice_by_cancelling(
    page: Page,
    site: str,
    reference: str,  # noqa: F811
    accessible: Callable[[Page], None],
) -> None:
    sign_in(page, site, hired("reception"))
    booking = f"{HOUSE}/bookings/{reference}"

    def take_off(pounds: str, why: str) -> None:
        page.goto(booking)
        page.get_by_text("Take something off for goodwill").click()
        page.locator("#goodwill").fill(pounds)
        page.locator("#goodwill_words").fill(why)
        page.get_by_role("button", name="Take it off").click()

    take_off("40", "Cold bath")
    expect(page.get_by_role("status").first).to_contain_text("Given for goodwill")
    page.goto(f"{booking}/cancellation")
    page.get_by_label("Who asked for it, and why").fill("She rang")
    page.get_by_role("button", name="Cancel the booking").click()
    expect(page.get_by_role("status").first).to_contain_text("Cancelled")
    take_off("20", "Once more")
    expect(page.get_by_role("alert")).to_contain_text("You may give back £50.00 on a booking")
    expect(page.locator("#goodwill")).to_have_value("20")
    accessible(page)
