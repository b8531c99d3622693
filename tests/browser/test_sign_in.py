"""A guest signs in by the mail in the mailbox, in one browser or two, takes everything away and is forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextvars import Context
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity.models import Guest
from app.store import db
from app.worker.mail import send_mail
from app.worker.sign_ins import answer_asked
from tests.browser.journey import ANNA, fill_in, hold, press_pay, reference, show_card
from tests.databases import Databases, opened

Work = Callable[[Callable[[], object]], None]


@pytest.fixture
def work(sqlite_databases: Databases, site_database: str, site: str) -> Work:
    """Does something beside the site, on its database: what the worker or the house would do."""

    def beside(deed: Callable[[], object]) -> None:
        with opened(sqlite_databases.config(site_database, base_url=site)):
            deed()

    return lambda deed: Context().run(beside, deed)


def post() -> None:
    """The worker's round: who asked is answered, and the mail goes to the mailbox."""
    answer_asked()
    send_mail()


def book(page: Page, week: int) -> None:
    hold(page, week=week)
    fill_in(page)
    press_pay(page)
    show_card(page)
    reference(page)


def ask(page: Page, work: Work) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(ANNA["Email"])
    page.get_by_role("button", name="Send me the mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    work(post)


def open_newest(page: Page) -> str:
    """The page is the newest mail; answers the code in its subject."""
    page.get_by_role("link", name="the mailbox").click()
    page.locator(".mail-list a").first.click()
    found = re.match(r"(\d{6}) is your code", page.get_by_role("heading", level=1).inner_text())
    assert found
    return found[1]


def in_account(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Your stays, Anna")


def test_by_the_link_in_the_mailbox(page: Page, work: Work, accessible: Callable[[Page], None]) -> None:
    book(page, 1)
    ask(page, work)
    open_newest(page)
    page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more press")
    accessible(page)
    link = page.url
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    in_account(page)
    expect(page.get_by_text("Combe Harrow, Fri 12 to Sun 14 March 2027")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("That link has had its day")
    page.goto("/")
    expect(page.get_by_text("Good to see you again, Anna.")).to_be_visible()


def test_opened_on_a_phone_the_code_is_typed_where_it_was_asked_for(
    newcomer: Callable[..., Page], work: Work, accessible: Callable[[Page], None]
) -> None:
    desk = newcomer()
    phone = newcomer(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    book(desk, 2)
    ask(desk, work)
    phone.goto("/demo/mailbox")
    phone.locator(".mail-list a").first.click()
    address = phone.frame_locator("iframe").get_by_role("link", name="Sign in").get_attribute("href") or ""
    phone.goto("/sign-in/" + address.rsplit("/", 1)[-1])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Type this where you asked")
    desk.get_by_label("Code").fill(phone.locator(".code").inner_text())
    desk.get_by_label("Code").press("Enter")
    in_account(desk)
    accessible(desk)
    phone.goto("/account")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_everything_is_taken_away_and_then_forgotten(page: Page, work: Work, tmp_path: Path) -> None:
    book(page, 3)
    ask(page, work)
    code = open_newest(page)
    page.goto("/sign-in/code")
    page.get_by_label("Code").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    in_account(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download it, JSON").click()
    waiting.value.save_as(tmp_path / "me.json")
    taken = json.loads((tmp_path / "me.json").read_text("utf-8"))
    assert taken["guest"][0]["email"] == ANNA["Email"]
    page.get_by_role("link", name="Have it forgotten").click()
    page.get_by_text("Yes, forget who I am").click()
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was forgotten")
    work(cancel_all)
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who was that?")
    page.goto("/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    work(nobody_is_left)


def cancel_all() -> None:
    for own in db.session.scalars(select(Booking.id).where(Booking.state == "confirmed")).all():
        booking.cancel_booking(own)


def nobody_is_left() -> None:
    assert set(db.session.scalars(select(Guest.name)).all()) == {"Forgotten guest"}
