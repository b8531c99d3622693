"""A guest books, rates that, stays, and answers from the mail, and marketing sees each; a low score becomes a case,
from the first letter and what it cost on the bill to the guest's own word that it is put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity.staff.operations import begin_staff_session
from app.store import db
from app.worker.cases import look_after_cases
from app.worker.mail import send_mail
from app.worker.surveys import ask_guests
from tests.browser.journey import fill_in, hold, loads, press_pay, reference, show_card
from tests.browser.test_every_page import SMALL, WIDER
from tests.databases import Databases, opened
from tests.staffing import hired

Work = Callable[[Callable[[], object]], None]
SetClock = Callable[[str], None]
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
ARRIVES, LEAVES, ASKED, LATER, ASKED_AGAIN = (
    "2027-03-12T17:00+00:00",
    "2027-03-14T09:00+00:00",
    "2027-03-15T10:00+00:00",
    "2027-03-15T11:00+00:00",
    "2027-03-16T10:00+00:00",
)


@pytest.fixture
def work(sqlite_databases: Databases, site_database: str, site: str) -> Work:
    """Does something beside the site, on its database: what the worker or the house would do."""

    def beside(deed: Callable[[], object]) -> None:
        with opened(sqlite_databases.config(site_database, base_url=site, now="")):
            deed()

    return lambda deed: Context().run(beside, deed)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser that says it is nobody's robot, so that its visits count."""
    return browser_context_args | {"user_agent": CHROME}


@pytest.fixture
def measured(browser: Browser, site: str, work: Work) -> Callable[[str], str]:
    """What a tile of the marketing desk says as the clock stands, looked at anew."""

    def tile(name: str) -> str:
        tokens: list[str] = []
        mail = f"{uuid4()}@quince.example"
        work(lambda: tokens.append(begin_staff_session(hired("marketing", mail=mail), "a test", proven=True)))
        desk = browser.new_page(base_url=site)
        desk.context.add_cookies([{"name": "quince", "value": tokens[0], "url": site}])
        desk.goto("/marketing/")
        said = desk.locator(".figrow li", has_text=name).inner_text()
        desk.close()
        return " ".join(said.split())

    return tile


def own() -> int:
    return db.session.scalars(select(Booking.id).order_by(Booking.id.desc())).first() or 0


def sign_in(desk: Page, site: str, work: Work, name: str) -> None:
    """The desk is that of a manager of the house, second factor shown just now."""
    tokens: list[str] = []
    mail = f"{name}@combe-harrow.example"
    work(lambda: tokens.append(begin_staff_session(hired("manager", mail=mail), "a test", proven=True)))
    desk.context.add_cookies([{"name": "quince", "value": tokens[0], "url": site}])


def looked_over(page: Page, accessible: Callable[[Page], None]) -> None:
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == [], f"{width} px"
        accessible(page)
    assert page.evaluate(SMALL) == []


def test_from_one_tap_after_booking_to_a_case_that_its_guest_closes(
    page: Page,
    browser: Browser,
    site: str,
    work: Work,
    set_site_clock: SetClock,
    accessible: Callable[[Page], None],
    measured: Callable[[str], str],
) -> None:
    hold(page, week=1)
    fill_in(page)
    press_pay(page)
    show_card(page)
    reference(page)
    whole_pages = loads(page)
    page.get_by_role("button", name="7 of 7, strongly agree").click()
    expect(page.get_by_role("heading", name="7 of 7. Thank you.")).to_be_visible()
    assert whole_pages() == 0
    looked_over(page, accessible)
    assert measured("Booked").startswith("Booked 1 ")
    assert "7.00" in measured("Easy to book")

    for instant, deed in ((ARRIVES, lambda: booking.check_in(own())), (LEAVES, lambda: booking.check_out(own()))):
        set_site_clock(instant)
        work(deed)
    set_site_clock(ASKED)
    work(ask_guests)
    work(send_mail)
    page.goto("/demo/mailbox")
    page.get_by_role("link", name=re.compile("^How was Combe Harrow")).click()
    page.frame_locator("iframe").get_by_role("link", name="9", exact=True).click()
    page.wait_for_url("**/survey/*")
    expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    heading = page.locator("#words-title")
    expect(heading).to_have_text("What should we never change?")
    page.get_by_role("group", name="How likely is it").get_by_role("radio", name="3", exact=True).check()
    expect(heading).to_have_text("What went wrong?")
    page.get_by_role("group", name="Leaving").get_by_role("radio", name="2", exact=True).check()
    expect(heading).to_have_text("You gave leaving a 2. What happened?")
    leaving = page.get_by_role("group", name="Leaving").get_by_role("radio", name="2", exact=True)
    leaving.press("Space")
    expect(leaving).not_to_be_checked()
    expect(heading).to_have_text("What went wrong?")
    leaving.click()
    expect(leaving).to_be_checked()
    leaving.click()
    expect(leaving).not_to_be_checked()
    leaving.check()
    expect(heading).to_have_text("You gave leaving a 2. What happened?")
    looked_over(page, accessible)
    page.get_by_label("In your own words").fill("A queue, and a long drive")
    page.get_by_text("may write back to me about this").click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Anna.")
    expect(page.get_by_text("in touch by")).to_be_visible()
    looked_over(page, accessible)

    set_site_clock(LATER)
    assert "−100" in measured("NPS after the stay")
    desk = browser.new_page(base_url=site)
    sign_in(desk, site, work, "priya")
    desk.goto("/staff/combe-harrow/today")
    desk.get_by_role("link", name=re.compile("Open the case")).click()
    expect(desk.get_by_text("A queue, and a long drive")).to_be_visible()
    desk.get_by_label("How", exact=True).select_option("mail")
    desk.get_by_label("What you write, or what was said").fill("Dear Anna, there is a second till from today.")
    desk.get_by_role("button", name="Keep it, and send what is a mail").click()
    expect(desk.get_by_text("Guest reached", exact=True)).to_be_visible()
    desk.get_by_label("Take off the bill").fill("25")
    desk.get_by_label("What for").fill("An hour of queueing")
    desk.get_by_role("button", name="Take it off the bill").click()
    expect(desk.get_by_text("£25.00 so far")).to_be_visible()
    desk.get_by_label("Root cause").select_option("arriving")
    desk.get_by_label("How it ended").fill("A second till")
    desk.get_by_role("button", name="Resolve").click()
    expect(desk.get_by_text("Cause: Arriving and leaving.")).to_be_visible()
    accessible(desk)
    work(send_mail)
    page.goto("/demo/mailbox")
    page.get_by_role("link", name=re.compile("^About your stay at Combe Harrow")).click()
    letter = page.frame_locator("iframe").get_by_role("paragraph")
    expect(letter.filter(has_text="there is a second till from today")).to_be_visible()
    case = desk.url
    desk.locator("dl").get_by_role("link", name=re.compile("^[A-Z0-9]{8}$")).click()
    expect(desk.get_by_text("Given for goodwill, £25.00")).to_be_visible()

    set_site_clock(ASKED_AGAIN)
    work(look_after_cases)
    work(send_mail)
    page.goto("/demo/mailbox")
    page.get_by_role("link", name=re.compile("^Is it put right")).click()
    page.frame_locator("iframe").get_by_role("link", name="5", exact=True).click()
    page.wait_for_url("**/survey/*")
    looked_over(page, accessible)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Anna.")
    sign_in(desk, site, work, "priya.again")
    desk.goto(case)
    expect(desk.get_by_text("Closed by the guest", exact=True)).to_be_visible()
    accessible(desk)
    desk.close()
