"""Every kind of page in its full, empty and error states, and how a guest comes to it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import accounts, changes, enquiries, stays, surveys, waitlists
from tests.browser.journey import (
    DECLINED,
    NEVER_ANSWERS,
    SECOND_STEP,
    fill_in,
    hold,
    press_pay,
    rate,
    reference,
    show_card,
    weekend,
)

SetClock = Callable[[str], None]
Way = Callable[[Page, SetClock], None]


def at(path: str) -> Way:
    return lambda page, _: page.goto(path) and None


def menu(page: Page, _: SetClock) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/stays")
    page.locator("header .menu summary").click()


def demo_bar(page: Page, _: SetClock) -> None:
    page.goto("/")
    page.locator(".demo-bar summary").first.click()


def days_open(page: Page, _: SetClock) -> None:
    page.goto(weekend())
    page.get_by_role("button", name="Choose the day you arrive").click()


def guests_open(page: Page, _: SetClock) -> None:
    page.goto(weekend())
    page.locator(".who summary").click()


def choice_unread(page: Page, _: SetClock) -> None:
    page.goto(weekend())
    page.evaluate("document.querySelector('#choose [name=arrival]').remove()")
    with page.expect_navigation():
        rate(page).click()


def checkout(page: Page, _: SetClock) -> None:
    hold(page, plan="Flexible")


def checkout_unfolded(page: Page, _: SetClock) -> None:
    hold(page)
    page.get_by_text("When you’ll arrive, what you can’t eat").click()
    page.get_by_text("Guest 1", exact=True).first.click()


def two_rooms(page: Page, _: SetClock) -> None:
    page.goto(f"{weekend(week=8)}&adults=5")
    rate(page, "Two rooms", "Flexible").click()
    page.get_by_text("More to add").click()


def two_rooms_confirmed(page: Page, clock: SetClock) -> None:
    two_rooms(page, clock)
    fill_in(page)
    page.get_by_role("button", name="Book and owe").click()
    reference(page)


def checkout_with_mistakes(page: Page, _: SetClock) -> None:
    hold(page)
    page.get_by_label("Email").fill("anna")
    page.get_by_role("button", name="and book").click()
    page.wait_for_selector(".errors")


def price_changed(page: Page, _: SetClock) -> None:
    hold(page, week=1)
    page.goto(f"{page.url}?was=100")


def payment(page: Page, _: SetClock, week: int = 4) -> None:
    hold(page, week=week)
    fill_in(page)
    press_pay(page)


def second_step(page: Page, clock: SetClock) -> None:
    payment(page, clock, week=5)
    with page.expect_navigation():
        show_card(page, SECOND_STEP)


def waiting(page: Page, clock: SetClock) -> None:
    payment(page, clock, week=6)
    show_card(page, NEVER_ANSWERS)
    page.wait_for_url("**/payment")


def declined(page: Page, clock: SetClock) -> None:
    payment(page, clock, week=7)
    show_card(page, DECLINED)
    page.wait_for_url("**/checkout/*")


def confirmed(page: Page, _: SetClock) -> None:
    hold(page, week=1)
    fill_in(page)
    press_pay(page)
    show_card(page)
    reference(page)


def booking(page: Page, clock: SetClock) -> None:
    confirmed(page, clock)
    with page.expect_navigation():
        page.get_by_role("link", name="See your booking").click()


def sold_out(page: Page, clock: SetClock) -> None:
    """Somebody else takes the hut between the page and the press."""
    page.goto(weekend(week=2))
    other = page.context.new_page()
    hold(other, week=2, room="Shepherds hut")
    other.close()
    page.locator("[data-location=combe-harrow] summary").first.click()
    with page.expect_navigation():
        rate(page, "Shepherds hut").click()


def lapsed(page: Page, clock: SetClock) -> None:
    hold(page, week=3)
    clock("2027-03-01T10:00+00:00")
    page.reload()


KINDS: dict[str, Way] = {
    "home": at("/"),
    "results": at(weekend()),
    "results with nothing left by filters": at(f"{weekend()}&has=bath&total=100"),
    "results with nothing at the house": at(f"{weekend()}&location=combe-harrow&adults=1&children=4,5,6,7"),
    "results with nothing anywhere": at(f"{weekend()}&adults=1&children=4,5,6,7"),
    "results of several rooms": at(f"{weekend()}&adults=9&children=4&dogs=1"),
    "too few rooms asked for": at(f"{weekend()}&adults=12&rooms=4"),
    "results of wrong dates": at("/stays?arrival=2027-03-07&departure=2027-03-05&children=1"),
    "menu": menu,
    "days": days_open,
    "guests": guests_open,
    "house": at("/houses/combe-harrow"),
    "house for a party of five": at("/houses/combe-harrow?adults=5"),
    "house with nothing": at("/houses/combe-harrow?adults=1&children=4,5,6,7"),
    "room": at("/houses/combe-harrow/rooms/garden"),
    "room that does not fit": at("/houses/combe-harrow/rooms/snug?adults=4"),
    "room with wrong dates": at("/houses/combe-harrow/rooms/snug?arrival=tomorrow"),
    "choice that cannot be read": choice_unread,
    "checkout": checkout,
    "checkout unfolded": checkout_unfolded,
    "checkout of two rooms": two_rooms,
    "checkout with mistakes": checkout_with_mistakes,
    "checkout with a new price": price_changed,
    "checkout after a declined card": declined,
    "payment": payment,
    "second step": second_step,
    "waiting for the bank": waiting,
    "confirmed": confirmed,
    "two rooms confirmed": two_rooms_confirmed,
    "booking": booking,
    **stays.KINDS,
    **surveys.KINDS,
    **waitlists.KINDS,
    **accounts.KINDS,
    **changes.KINDS,
    **enquiries.KINDS,
    "sold out": sold_out,
    "lapsed": lapsed,
    "terms": at("/terms"),
    "being counted": at("/privacy/objection"),
    "everybody's price before its first check": at("/prices"),
    "reviews": at("/reviews"),
    "review reported": at("/reviews/reported"),
    "offers while there is none": at("/offers"),
    "contact": at("/contact"),
    "demo's clock": at("/demo/clock"),
    "demo's mailbox with nothing": at("/demo/mailbox"),
    "demo's bar open": demo_bar,
    "not found": at("/houses/the-ritz"),
}
