"""How a guest comes to the pages on which a booking is changed or cancelled; all of them in the second house."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, hold, press_pay, reference, show_card
from tests.browser.stays import on
from tests.builders import FRIDAY

SetClock = Callable[[str], None]
HOUSE = "Withy Moor"
_booked: dict[tuple[str, int], str] = {}


def book(page: Page, week: int, room: str = "Garden", plan: str = "Flexible") -> str:
    """The address of a new booking of that weekend, owed at the house where the rate allows that, else paid."""
    hold(page, week, room, plan, HOUSE)
    fill_in(page)
    owe = page.get_by_role("button", name=re.compile("^Book and owe"))
    if owe.count():
        owe.click()
    else:
        press_pay(page)
        show_card(page)
    reference(page)
    page.get_by_role("link", name="See your booking").click()
    return page.url


def own(page: Page, week: int = 8) -> str:
    """The address of this site's booking that is only looked at, made when it is first asked for."""
    page.goto("/terms")
    key = page.url, week
    if key not in _booked:
        _booked[key] = book(page, week)
    return _booked[key]


def coming(page: Page, _: SetClock) -> None:
    page.goto(own(page))


def amendment(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/amendment")


def a_night_more(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/amendment?arrival={FRIDAY + timedelta(weeks=8, days=-1)}")
    expect(page.get_by_role("button", name="Add Thursday for £150")).to_be_visible()


def taken(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/amendment?adults=4&rate=garden.flexible")
    expect(page.locator(".outcome [data-reason]")).to_be_visible()


def amendment_with_mistakes(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/amendment?arrival=2027-06-01&departure=2027-05-01&children=1")
    page.wait_for_selector(".errors")


def room_to_add(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/amendment?part=new")


def extras(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/extras")
    page.get_by_label("Flowers").select_option("1")
    expect(page.get_by_role("button", name="Change it, £35 more")).to_be_visible()


def cancellation(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/cancellation")
    page.get_by_text("Say why, if you like").click()


def cancellation_with_mistakes(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/cancellation")
    page.get_by_text("Say why, if you like").click()
    page.get_by_label("In your words").fill("x" * 1001)
    page.get_by_role("button", name="Cancel, nothing is owed").click()
    page.wait_for_selector(".errors")


def deadline_passed(page: Page, clock: SetClock) -> None:
    url = own_paid(page)
    page.goto(f"{url}/cancellation")
    with on(clock, "2027-05-06T12:00+00:00"):
        page.get_by_role("button", name=re.compile("^Cancel, £")).click()
        expect(page.locator("[data-reason=refund_changed]")).to_be_visible()


def own_paid(page: Page) -> str:
    """The address of this site's booking that is paid by its link and then only looked at."""
    page.goto("/terms")
    key = page.url, -1
    if key not in _booked:
        _booked[key] = book(page, 9)
        page.get_by_role("link", name="Pay £300 now").click()
        page.get_by_role("button", name="Pay £300").click()
        show_card(page)
        expect(page.get_by_role("heading", name="Nothing to pay")).to_be_visible()
    return _booked[key]


def another_house(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/houses/combe-harrow")
    expect(page.get_by_role("button", name="Move to Combe Harrow")).to_be_visible()


def cancelled(page: Page, _: SetClock) -> None:
    page.goto(f"{book(page, 7)}/cancellation")
    page.get_by_role("button", name="Cancel, nothing is owed").click()
    expect(page.get_by_role("heading", name="Withy Moor, cancelled")).to_be_visible()


def saver_given_up(page: Page, _: SetClock) -> None:
    page.goto(f"{book(page, 6, 'Snug', 'Saver')}/cancellation")
    page.get_by_role("button", name="Cancel, and put the nights on sale").click()
    expect(page.locator("#resale")).to_be_visible()


def nothing_to_cancel(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, "2027-06-06T12:00+00:00"):
        page.goto(f"{url}/cancellation")


KINDS = {
    "booking to come": coming,
    "amendment": amendment,
    "amendment with a night more": a_night_more,
    "amendment of what is taken": taken,
    "amendment with mistakes": amendment_with_mistakes,
    "room to add": room_to_add,
    "extras": extras,
    "cancellation": cancellation,
    "cancellation with mistakes": cancellation_with_mistakes,
    "cancellation with another refund": deadline_passed,
    "move to another house": another_house,
    "cancelled": cancelled,
    "saver given up": saver_given_up,
    "nothing to cancel": nothing_to_cancel,
}
