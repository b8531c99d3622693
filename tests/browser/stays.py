"""How a guest comes to the pages of a stay: one booking a site, looked at on its days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser.journey import fill_in, hold, press_pay, reference, show_card
from tests.builders import NOW

SetClock = Callable[[str], None]
WEEK = 8
ARRIVAL, DEPARTURE, AFTER = "2027-04-30T17:00+00:00", "2027-05-02T08:00+00:00", "2027-05-04T08:00+00:00"
_booked: dict[str, str] = {}


def own(page: Page) -> str:
    """The address of this site's booking for the ninth weekend, made when it is first asked for."""
    page.goto("/terms")
    site = page.url.removesuffix("/terms")
    if site not in _booked:
        hold(page, week=WEEK)
        fill_in(page)
        press_pay(page)
        show_card(page)
        reference(page)
        page.get_by_role("link", name="See your booking").click()
        _booked[site] = page.url
    return _booked[site]


@contextmanager
def on(clock: SetClock, instant: str) -> Iterator[None]:
    """The site's clock shows that instant, and afterwards what it shows in all other tests."""
    clock(instant)
    try:
        yield
    finally:
        clock(NOW)


def your_stay(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, ARRIVAL):
        page.goto(url)
    expect(page.locator(".your-stay")).to_be_visible()


def asked_for(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, ARRIVAL):
        page.goto(url)
        page.get_by_role("radio", name="Something else").check()
        page.get_by_label("In your words").fill("A lamp by the window")
        page.get_by_role("button", name="Ask the house").click()
        expect(page.locator(".asked")).to_contain_text("A lamp by the window")


def asked_for_nothing(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, ARRIVAL):
        page.goto(url)
        page.get_by_role("button", name="Ask the house").click()
        page.wait_for_selector(".errors")


def not_right(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, ARRIVAL):
        page.goto(url)
        page.get_by_role("button", name="Something is not right").click()
        expect(page.get_by_role("heading", name="The house knows")).to_be_visible()


def leaving(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, DEPARTURE):
        page.goto(url)
    expect(page.locator("[data-phase=leaving]")).to_be_visible()


def left(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, AFTER):
        page.goto(url)
    expect(page.locator("[data-phase=left]")).to_be_visible()


def party(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/party")


def party_with_papers(page: Page, clock: SetClock) -> None:
    party(page, clock)
    page.get_by_label("Nationality").first.select_option(label="Japan")
    expect(page.get_by_label("Passport number")).to_be_visible()


def party_with_mistakes(page: Page, clock: SetClock) -> None:
    party(page, clock)
    page.locator(".folded summary").first.click()
    page.get_by_label("In words").first.fill("Leeks")
    page.get_by_role("button", name="Keep this").click()
    page.wait_for_selector(".errors")


def arrival(page: Page, _: SetClock) -> None:
    page.goto(f"{own(page)}/arrival")


def late(page: Page, clock: SetClock) -> None:
    url = own(page)
    with on(clock, ARRIVAL):
        page.goto(f"{url}/arrival")
        page.get_by_role("button", name="Tell the house").click()
        page.wait_for_selector(".errors")


KINDS = {
    "your stay": your_stay,
    "your stay with something asked": asked_for,
    "your stay with nothing asked": asked_for_nothing,
    "something is not right": not_right,
    "leaving": leaving,
    "left": left,
    "party": party,
    "party with papers": party_with_papers,
    "party with mistakes": party_with_mistakes,
    "arrival": arrival,
    "late": late,
}
