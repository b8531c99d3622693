"""What stands above a mail, for programs that sort, answer and unsubscribe."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.outbox import Announced
from app.web.mail import KINDS, Letter, mail_of
from tests.unit.web.mail.campaigns import campaign, campaign_trial
from tests.unit.web.mail.examples import arrival_day, booked, sign_in

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
ADDRESS = f"http://127.0.0.1:8000/preferences/{'a' * 120}"


@pytest.fixture
def engine() -> str:
    return "sqlite"


def read(message: Announced) -> EmailMessage:
    found = message_from_bytes(mail_of(message), policy=default)
    assert not found.defects
    return found


def test_no_mail_about_a_booking_can_be_unsubscribed() -> None:
    assert read(booked())["List-Unsubscribe"] is None


def test_marketing_is_unsubscribed_at_one_click(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = KINDS["sign_in"]

    def marketing(message: Announced) -> Letter:
        letter = plain(message)
        return Letter(letter.subject, letter.view, unsubscribe_url=ADDRESS)

    monkeypatch.setitem(KINDS, "sign_in", marketing)
    raw = mail_of(sign_in())
    assert f"List-Unsubscribe: <{ADDRESS}>\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_answers_go_to_the_house_and_else_to_the_group() -> None:
    assert read(arrival_day())["Reply-To"] == "Combe Harrow <combe-harrow@quince.example>"


def test_answers_to_what_no_house_wrote_go_to_the_group() -> None:
    mail = read(sign_in())
    assert mail["Reply-To"] == "hello@quince.example"
    assert mail["From"] == "The Quince <hello@quince.example>"


def test_machines_are_told_that_nobody_is_there_to_answer_an_absence() -> None:
    mail = read(booked())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.isoformat() == "2027-03-01T09:00:00+00:00"


def test_lines_are_short_enough_and_end_as_mail_does() -> None:
    raw = mail_of(booked())
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_letter_of_a_campaign_carries_its_stop() -> None:
    found = read(campaign())
    address = found["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://127.0.0.1:8000/mail/stop/")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in found.get_body(("plain",)).get_content()
    assert address in found.get_body(("html",)).get_content()
    assert read(campaign_trial())["List-Unsubscribe"] is None, "whoever wrote it cannot stop it for a guest"
