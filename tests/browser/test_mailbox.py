"""The demo's mailbox in a browser: a mail comes by itself, its link leads to the booking, and it does nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, hold, press_pay, reference, show_card


@pytest.mark.parametrize(("week", "width"), [(1, 390), (2, 1440)])
def test_from_booked_to_the_mail_and_back(
    page: Page, deliver: Callable[[], None], accessible: Callable[[Page], None], week: int, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    hold(page, week=week)
    fill_in(page)
    press_pay(page)
    show_card(page)
    own = reference(page)
    page.goto("/demo/mailbox")
    accessible(page)
    deliver()
    page.get_by_role("link", name=re.compile(f"^Booked: .*{own}")).click()
    expect(page).to_have_title(re.compile(own))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(own, exact=True)).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page does not scroll sideways"
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{own}.ics").click()
    assert download.value.suggested_filename == f"{own}.ics"
    frame.get_by_role("link", name="See or change your booking").click()
    page.wait_for_url("**/bookings/*")
    expect(page.locator("data.reference").first).to_have_text(own)
