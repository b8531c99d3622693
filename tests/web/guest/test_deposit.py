"""A rate with a deposit: what is due when stands at every step, and is what is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask

from app.outbox import take_messages
from app.store import transaction
from app.store.version import CATALOGUE, raise_versions
from app.web.mail import mail_of
from app.worker.reminders import remind
from tests import builders, cast
from tests.page import Visitor
from tests.web.guest.desk import ANNA, choose, fresh, pay

COMING = "is due on Wed 3 March; we mail you a link"
OVERDUE = "is overdue; it was due on Wed 3 March"
WEEKEND = "arrival=2027-03-05&departure=2027-03-07&adults=2"
STAYS = f"/stays?location=combe-harrow&{WEEKEND}"


@pytest.fixture(autouse=True)
def with_deposit(app: Flask) -> None:
    """30 % now, the rest two days before arrival."""
    builders.rate_plan(cast.found(), "deposit", 15000, due_now_bp=3000, balance_days=2)
    transaction(lambda: raise_versions([CATALOGUE]))


def test_what_is_due_when_stands_at_every_step(visitor: Visitor) -> None:
    assert "30% now, the rest by link on Wed 3 March" in visitor.get(STAYS, reads=60).text
    held = choose(visitor, "deposit")
    assert held.words("button", value="pay") == "Pay £90 and book, owe £210 on Wed 3 March"
    assert "Due on Wed 3 March, by link£210.00" in held.words("aside", id="stay-summary")
    paying = visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    assert "£90.00" in paying.text
    booked = pay(visitor, paying, "works")
    assert "£90.00 is paid; £210.00 is due on Wed 3 March; we mail you a link." in booked.text
    own = visitor.get(booked.link("See your booking"))
    due = visitor.get(own.link("Pay £210"))
    assert pay(visitor, visitor.submit(due.form(id="payment")), "works").h1 == "Nothing to pay"


def test_page_and_mails_say_the_same_of_what_is_due_with_the_way_to_pay(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    """Until its day, and when that has passed; never that it is paid at the house."""
    paying = visitor.submit(choose(visitor, "deposit").form(id="details").fill(**ANNA), press="act=pay")
    own = pay(visitor, paying, "works").link("See your booking")
    set_clock("2027-03-02T10:00+00:00")
    assert f"£210.00 {COMING}." in visitor.get(own).text
    assert f"£210.00 {COMING}. Pay £210.00: http" in reminded("before_arrival")
    set_clock("2027-03-03T09:00+00:00")
    assert "£210.00 is due today." in visitor.get(own).text
    set_clock("2027-03-04T09:00+00:00")
    page = visitor.get(own)
    assert "Overdue." in page.text
    assert f"£210.00 {OVERDUE}." in page.text
    assert page.link("Pay £210")
    set_clock("2027-03-05T08:00+00:00")
    assert f"£210.00 {OVERDUE}. Pay £210.00: http" in reminded("arrival_day")
    stay = visitor.get(own, reads=20)
    assert f"£210.00 {OVERDUE}." in stay.text
    assert "at the house" not in stay.words("section", aria_labelledby="bill-title")


def reminded(kind: str) -> str:
    """The plain words of the reminder that goes now."""
    fresh()
    assert remind() == 1
    mail = mail_of(next(one for one in take_messages(9, timedelta(0)) if one.kind == kind))
    body = message_from_bytes(mail, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\n", " ")


def test_whoever_books_late_pays_all_at_once(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-03T08:00+00:00")
    held = choose(visitor, "deposit")
    assert held.words("button", value="pay") == "Pay £300 and book"
    assert "Paid now. Free to cancel until noon, Wed 3 March" in held.text


def test_a_rate_that_may_be_owed_says_so_where_its_price_stands(visitor: Visitor) -> None:
    builders.rate_plan(cast.found(), "either", 15000, due_now_bp=10000, may_pay_at_house=True)
    transaction(lambda: raise_versions([CATALOGUE]))
    held = choose(visitor, "either")
    assert held.words("button", value="owe") == "Book and owe £300 at the house"
    assert "Due now, or at the house£300.00" in held.words("aside", id="stay-summary")
    house = cast.found()
    rate = f"{house.room_types['snug']}:{house.plans['either']}"
    page = visitor.get(f"/houses/combe-harrow/rooms/snug?{WEEKEND}&rate={rate}")
    assert "Due now, or at the house£300.00" in page.words("aside", id="offer")
    paid = pay(visitor, visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay"), "works")
    assert "at the house" not in paid.words("table", class_="bill")
