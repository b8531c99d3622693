"""How a guest comes to the pages of signing in and of the account."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import stays

SetClock = Callable[[str], None]
Way = Callable[[Page, SetClock], None]


def asked(page: Page, clock: SetClock, email: str = "nobody@example.com") -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Send me the mail").click()
    page.wait_for_url("**/sign-in/code")


def wrong_code(page: Page, clock: SetClock) -> None:
    asked(page, clock, "somebody@example.com")
    page.get_by_label("Code").fill("000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector(".errors")


def nothing_found(page: Page, clock: SetClock) -> None:
    page.goto("/bookings/find")
    page.get_by_role("button", name="Send me the link").click()
    page.wait_for_selector(".errors")


def account(page: Page, clock: SetClock) -> None:
    """Anna's, who has a stay to come."""
    stays.own(page)
    page.goto("/terms")
    page.get_by_role("button", name="Be Anna").click()
    page.wait_for_url("**/account")


def home(page: Page, clock: SetClock) -> None:
    account(page, clock)
    page.goto("/")


def mistaken(page: Page, clock: SetClock) -> None:
    account(page, clock)
    page.get_by_label("Full name").fill("")
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_selector(".errors")


def remembered(page: Page, clock: SetClock) -> None:
    account(page, clock)
    page.goto("/account/history")


def correcting(page: Page, clock: SetClock) -> None:
    remembered(page, clock)
    with page.expect_navigation():
        page.get_by_role("link", name="Correct: One extra pillow").click()


def held(page: Page, clock: SetClock) -> None:
    account(page, clock)
    page.goto("/account/export")


def not_forgotten(page: Page, clock: SetClock) -> None:
    account(page, clock)
    page.goto("/account/erasure")
    page.get_by_text("Yes, forget who I am").click()
    page.get_by_role("button", name="Forget me").click()
    page.wait_for_selector("[role=alert]")


def at(path: str) -> Way:
    return lambda page, _: page.goto(path) and None


KINDS: dict[str, Way] = {
    "sign in": at("/sign-in"),
    "code to type": asked,
    "code that is wrong": wrong_code,
    "link that has had its day": at("/sign-in/1-1-abc"),
    "lost link": at("/bookings/find"),
    "lost link with mistakes": nothing_found,
    "lost link sent": at("/bookings/find/sent"),
    "home of a guest": home,
    "account": account,
    "account with mistakes": mistaken,
    "what is remembered": remembered,
    "what would be remembered": at("/account/history"),
    "correcting what is remembered": correcting,
    "everything held": held,
    "not to be forgotten yet": not_forgotten,
    "forgotten": at("/account/forgotten"),
}
