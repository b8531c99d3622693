"""Mails that somebody asked for: what they say, and that they say it only while it helps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.identity import operations as identity
from app.identity.models import SignIn
from app.identity.rules import code_of
from app.outbox.models import Message
from app.outbox.queries import announced
from app.store import db
from app.web.links import read_link
from app.web.mail import NoLongerApplies
from app.web.mail.composing import compose
from app.web.mail.letter import Mail
from tests.builders import FRIDAY
from tests.mailing import booked

pytestmark = pytest.mark.houses(1)


@pytest.fixture
def engine() -> str:
    return "sqlite"


def newest(kind: str) -> Mail:
    db.session.rollback()
    number = db.session.scalars(select(Message.id).where(Message.kind == kind).order_by(Message.id.desc())).first()
    message = announced(number or 0)
    assert message
    return compose(message)


def ask(email: str = "anna@example.com") -> Mail:
    identity.ask_to_sign_in(email, "b" * 64)
    identity.decide_sign_ins()
    return newest("sign_in")


@pytest.mark.usefixtures("app")
def test_code_and_link_stand_in_text_and_html_and_are_the_same_when_sent_again(app: Flask) -> None:
    booked()
    mail = ask()
    row = db.session.execute(select(SignIn.id, SignIn.version)).one()
    code = code_of(*row, app.config["SETTINGS"].secrets[0])
    assert code in mail.subject
    for body in (mail.text, mail.html):
        assert f"{code[:3]} {code[3:]}" in body
        found = re.search(r"/sign-in/([\w-]+)", body)
        assert found
        link = read_link("sign_in", found[1])
        assert link
        assert (link.id, link.version) == tuple(row)
    assert newest("sign_in") == mail


@pytest.mark.usefixtures("app")
def test_an_address_without_a_booking_is_told_so_and_gets_no_code() -> None:
    mail = ask("nobody@example.com")
    assert mail.subject == "No booking under this mail"
    for body in (mail.text, mail.html):
        assert "nobody@example.com" in body
        assert not re.search(r"/sign-in/|\b\d{3} \d{3}\b", body.partition("--")[0].partition("foot")[0])


@pytest.mark.usefixtures("app")
def test_a_code_whose_time_is_over_is_not_sent(set_clock: Callable[[str], None]) -> None:
    booked()
    ask()
    set_clock("2027-03-01T09:10+00:00")
    with pytest.raises(NoLongerApplies):
        newest("sign_in")


@pytest.mark.usefixtures("app")
def test_a_lost_link_is_the_link_of_the_booking() -> None:
    own = booked()
    booking.ask_for_link("anna@example.com", FRIDAY)
    booking.decide_lookups()
    mail = newest("find")
    reference = db.session.execute(select(Booking.reference).where(Booking.id == own)).scalar_one()
    for body in (mail.text, mail.html):
        assert reference in body
        found = re.search(r"/bookings/([\w-]+-[\w-]+)", body)
        assert found
        link = read_link("booking", found[1])
        assert link
        assert link.id == own


@pytest.mark.usefixtures("app")
def test_where_nothing_is_found_the_mail_says_so() -> None:
    booking.ask_for_link("anna@example.com", FRIDAY)
    booking.decide_lookups()
    mail = newest("find")
    assert mail.subject == "No booking found"
    assert "Friday 5 March 2027" in mail.text
