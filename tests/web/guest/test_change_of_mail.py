"""Another mail: asked for on the account page, proven by a code, and everything under the old one goes along."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import Booking
from app.identity.models import Guest, MailChange
from app.identity.rules import MAIL_CHANGE, code_of
from app.insight import verify
from app.outbox.models import Message
from app.web.links import link_token
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh
from tests.web.guest.signing_in import ask, newest, sign_in
from tests.web.guest.staying import book, full_account

NEW = "anna.hale@new.example.com"


@pytest.fixture
def no_token_needed() -> None:
    """Here every form carries its token."""


@pytest.fixture
def full(visitor: Visitor) -> Page:
    return full_account(visitor)


def ask_for(visitor: Visitor, email: str, status: int = 200) -> Page:
    account = visitor.get("/account", reads=12)
    page = visitor.get(account.link("Use another mail"))
    return visitor.submit(page.form().fill(email=email), status=status)


def code(app: Flask) -> str:
    row = fresh().execute(select(MailChange.id, MailChange.version).order_by(MailChange.id.desc()).limit(1)).one()
    return code_of(row.id, row.version, app.config["SETTINGS"].secrets[0], MAIL_CHANGE)


def links(app: Flask) -> list[str]:
    rows = fresh().execute(select(Booking.id, Booking.version).order_by(Booking.id)).all()
    with app.test_request_context():
        return [f"/bookings/{link_token('booking', *row)}" for row in rows]


def mails(address: str) -> list[str]:
    return sorted(fresh().scalars(select(Message.kind).where(Message.address == address, Message.state == "waiting")))


def test_everything_under_the_mail_goes_along(app: Flask, visitor: Visitor, full: Page) -> None:
    """Also whoever else booked under it. What was open to the old address is shut: sessions, codes, links."""
    book(27, "garden", name="Tom Whitlock")
    other, waits = Visitor(app), Visitor(app)
    sign_in(other)
    page = ask(waits)
    sign_in_code, _ = newest(app)
    before = links(app)

    asked = ask_for(visitor, NEW)
    assert asked.h1 == "Look in the new mail"
    assert mails(NEW) == ["mail_change"]
    assert set(fresh().scalars(select(Guest.email))) == {ANNA["email"]}, "nothing has changed yet"
    account = visitor.submit(asked.form().fill(code=code(app)), reads=40)

    assert f"Signed in as {NEW}" in account.text
    assert set(fresh().execute(select(Guest.email, Guest.email_lower))) == {(NEW, NEW)}
    assert mails(NEW) == ["booked"] * 4 + ["mail_change"]
    assert "mail_changed" in mails(ANNA["email"])
    assert "booked" not in mails(ANNA["email"])
    assert [visitor.get(link, status=404).status for link in before] == [404] * 4
    assert visitor.get(links(app)[-1], reads=40).status == 200
    assert other.get("/account").url == "/sign-in"
    assert "That is not the code" in waits.submit(page.form().fill(code=sign_in_code), status=422).text
    assert [result.name for result in verify.run() if not result.ok] == []


def test_only_the_right_code_in_the_right_session_changes_anything(app: Flask, visitor: Visitor, full: Page) -> None:
    other = Visitor(app)
    sign_in(other)
    assert "That is the mail you have" in ask_for(visitor, ANNA["email"].upper(), status=422).text
    page = ask_for(visitor, NEW)
    good = code(app)
    wrong = "000000" if good != "000000" else "111111"
    other_page = ask_for(other, "else@example.com")
    assert "That is not the code" in other.submit(other_page.form().fill(code=good), status=422).text
    said = [visitor.submit(page.form().fill(code=wrong), status=422) for _ in range(5)]
    said.append(visitor.submit(page.form().fill(code=good), status=422))
    assert {one.words("span", id="code-error") for one in said} == {
        "That is not the code, or it has had its day. Look at the newest mail, or ask for another"
    }
    assert set(fresh().scalars(select(Guest.email))) == {ANNA["email"]}


def test_an_account_asks_for_six_codes_a_day(visitor: Visitor, full: Page) -> None:
    for number in range(6):
        ask_for(visitor, f"a{number}@example.com")
    ask_for(visitor, "one.more@example.com", status=429)
