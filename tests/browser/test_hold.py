"""A hold that ends is said, and the same room is one press away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, hold, press_pay, reference, show_card

SetClock = Callable[[str], None]
ENDED = "Your hold has ended"


@pytest.fixture(autouse=True)
def morning(set_site_clock: SetClock) -> None:
    set_site_clock("2027-03-01T09:00+00:00")


@pytest.mark.parametrize(("java_script", "week"), [(True, 1), (False, 2)], ids=["with script", "without script"])
def test_an_ended_hold_offers_the_same_room(
    newcomer: Callable[..., Page], set_site_clock: SetClock, java_script: bool, week: int
) -> None:
    page = newcomer(java_script_enabled=java_script)
    hold(page, week=week, room="Shepherds hut")
    expect(page.get_by_text("until 9.15am")).to_be_visible()
    fill_in(page)
    set_site_clock("2027-03-01T09:16+00:00")
    page.get_by_role("button", name="Pay £270 and book").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ENDED)
    expect(page.get_by_text("Nothing was charged, and what you typed is kept.")).to_be_visible()
    page.get_by_role("button", name="Hold the Shepherds hut again").click()
    expect(page.get_by_text("until 9.31am")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Anna Whitlock")
    press_pay(page)
    show_card(page)
    assert reference(page)


def test_a_hold_can_be_made_longer(page: Page, set_site_clock: SetClock) -> None:
    hold(page, week=3)
    fill_in(page)
    set_site_clock("2027-03-01T09:10+00:00")
    page.get_by_role("button", name="Hold it 15 minutes longer").click()
    expect(page.get_by_text("until 9.30am")).to_be_visible()
    expect(page.get_by_label("Full name")).to_have_value("Anna Whitlock")
    set_site_clock("2027-03-01T09:20+00:00")
    page.goto(page.url)
    expect(page.get_by_text("until 9.30am")).to_be_visible()


def test_an_open_page_says_once_that_its_hold_is_ending_and_has_ended(page: Page) -> None:
    page.clock.install()
    hold(page, week=4)
    voice = page.locator("live-region")
    expect(voice).to_be_empty()
    page.clock.fast_forward("13:01")
    expect(voice).to_have_text("Your room is held for two more minutes.")
    page.clock.fast_forward("02:00")
    expect(voice).to_contain_text("The hold has ended.")
    expect(page.locator("hold-time")).to_contain_text("You can still book this room if it’s free.")
