"""A report of a mail that came back is understood, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.care import UnknownMail, open_tasks, record_bounce
from app.insight import verify
from app.outbox import read_bounce
from app.outbox.models import Message
from app.store import db
from app.worker.mail import send_mail
from tests import mailing
from tests.cast import found

pytestmark = pytest.mark.houses(1)

REPORT = """\
From: MAILER-DAEMON@mx.example
To: hello@quince.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20270301.1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BOUND"

--BOUND
Content-Type: text/plain

I'm sorry to have to inform you.

--BOUND
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@example.com
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <anna@example.com>:
  Recipient address rejected

--BOUND
Content-Type: {returned}

From: "Combe Harrow, The Quince" <hello@quince.example>
Message-ID: <booked-booking-1@quince.example>
Subject: Booked

--BOUND--
"""


def report(action: str = "failed", returned: str = "text/rfc822-headers") -> bytes:
    return REPORT.format(action=action, returned=returned).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_names_the_mail_and_the_reason(returned: str) -> None:
    bounce = read_bounce(report(returned=returned))
    assert bounce
    assert bounce.mail_id == "<booked-booking-1@quince.example>"
    assert bounce.reason == "5.1.1 smtp; 550 5.1.1 <anna@example.com>: Recipient address rejected"


@pytest.mark.parametrize(
    "raw",
    [
        report(action="delayed"),
        report(action="delivered"),
        b"",
        b"\x00\xff\xfe",
        b"Subject: Out of office\r\nMessage-ID: <booked-booking-1@quince.example>\r\n\r\nI am away.",
        report().replace(b"Message-ID: <booked", b"X-Id: <booked"),
        report().replace(b"multipart/report", b"multipart/mixed"),
        report()[:300],
    ],
)
def test_nothing_else_is_a_bounce(raw: bytes) -> None:
    assert read_bounce(raw) is None


@pytest.fixture
def sent(app: Flask) -> int:
    booking = mailing.booked()
    assert send_mail() == 1
    return booking


def state() -> str | None:
    db.session.rollback()
    return db.session.scalars(select(Message.state)).one()


def test_a_bounce_fails_the_mail_and_makes_one_task(sent: int) -> None:
    assert record_bounce(f"<booked-booking-{sent}@quince.example>", "550 gone")
    assert not record_bounce(f"<booked-booking-{sent}@quince.example>", "550 still gone")
    assert state() == "failed"
    (task,) = open_tasks(found().id)
    assert (task.subject_id, task.words) == (sent, "anna@example.com: Came back: 550 gone")
    assert not [result for result in verify.run() if not result.ok]


@pytest.mark.usefixtures("sent")
def test_a_bounce_of_somebody_elses_mail_is_refused() -> None:
    with pytest.raises(UnknownMail):
        record_bounce("<booked-booking-99@quince.example>", "550 gone")
    assert state() == "sent"


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.usefixtures("sent")
def test_the_command_reads_standard_input(app: Flask) -> None:
    runner: FlaskCliRunner = app.test_cli_runner()
    assert runner.invoke(args=["record-bounce"], input=b"Subject: Hello\n\nYou").exit_code == 0
    assert state() == "sent"
    assert runner.invoke(args=["record-bounce"], input=report()).exit_code == 0
    assert state() == "failed"
    assert runner.invoke(args=["record-bounce"], input=report()).exit_code == 0
    unknown = report().replace(b"booking-1@", b"booking-7@")
    assert runner.invoke(args=["record-bounce"], input=unknown).exit_code == 1
