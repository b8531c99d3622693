"""A server that is away, hangs, hangs up, or does not let us in, costs no mail anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.care import open_tasks
from app.outbox.models import Message
from app.store import db
from app.worker.mail import send_mail, sending, server
from tests import mailing
from tests.post import Post, listening

pytestmark = pytest.mark.houses(1)


def states() -> dict[str, str]:
    db.session.remove()
    return {row.address: row.state for row in db.session.execute(select(Message.address, Message.state))}


def failures() -> list[str | None]:
    return list(db.session.scalars(select(Message.failure).order_by(Message.id)))


@pytest.mark.usefixtures("app")
def test_a_server_that_is_not_there_costs_no_attempt(post: Post) -> None:
    mailing.announce("ben@example.com")
    assert send_mail() == 0
    assert set(states().values()) == {"waiting"}
    assert set(failures()) == {None}
    with listening(post):
        assert send_mail() == 0, "it is left alone for a while"
        sending.patience.regain()
        assert send_mail() == 2, "and nobody held the messages meanwhile"


@pytest.mark.usefixtures("app")
def test_a_server_that_is_away_is_left_alone_for_longer_and_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    mailing.booked()
    asked = []
    for _ in range(5):
        monkeypatch.setattr(sending.patience, "until", 0.0)
        send_mail()
        asked.append(sending.patience.pause_s)
    assert asked == [5, 10, 15, 15, 15]


@pytest.mark.usefixtures("app")
def test_a_server_that_hangs_holds_nothing_up_for_long(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TIMEOUT_S", 0.5)
    monkeypatch.setattr(server.Connection.__init__, "__defaults__", (0.5,))
    mailing.announce("ben@example.com")
    post.hanging = True
    with listening(post):
        assert send_mail() == 0
    post.hanging = False
    sending.patience.regain()
    with listening(post):
        assert send_mail() == 2
    assert len(set(post.ids)) == len(post.ids) == 2


@pytest.mark.usefixtures("app")
def test_a_server_that_lets_us_not_send_fails_no_mail_and_somebody_is_told_once(
    post: Post, set_clock: Callable[[str], None]
) -> None:
    mailing.booked()
    for day in (1, 2):
        set_clock(f"2027-03-0{day}T09:00+00:00")
        sending.patience.regain()
        with pytest.warns(UserWarning, match="AUTH"), listening(post, auth_required=True, auth_require_tls=False):
            assert send_mail() == 0
    assert states() == {"anna@example.com": "waiting"}
    (task,) = open_tasks()
    assert (task.kind, task.location_id, task.words[-33:]) == ("mail_waits", None, "530 5.7.0 Authentication required")


def test_without_a_server_in_production_somebody_is_told(app: Flask) -> None:
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], env="production", secrets=("x" * 40,), base_url="https://q.example", smtp_url=""
    )
    mailing.booked()
    for _ in range(2):
        assert send_mail() == 0
    assert [(task.kind, task.words) for task in open_tasks()] == [("mail_waits", "SMTP_URL is not set")]


@pytest.mark.usefixtures("app")
def test_a_server_that_hangs_up_now_and_then_gets_them_all_the_same(post: Post) -> None:
    mailing.announce(*(f"{number}@example.com" for number in range(1, 12)))
    given = 0

    def say(_: str) -> str:
        nonlocal given
        given += 1
        return "421 4.7.0 Too much for one connection" if given % 4 == 0 else "250 OK"

    post.to_address = say
    with listening(post):
        assert send_mail() == 12
    assert len(set(post.ids)) == len(post.ids) == 12


@pytest.mark.usefixtures("app")
def test_letters_of_other_alphabets_reach_a_server_that_knows_them(post: Post) -> None:
    mailing.booked("änna@example.com")
    with listening(post, enable_SMTPUTF8=True):
        assert send_mail() == 1
    assert isinstance(post.arrived[0], EmailMessage)


@pytest.mark.usefixtures("app")
def test_letters_of_other_alphabets_fail_where_the_server_knows_none(post: Post) -> None:
    mailing.booked("änna@example.com")
    with listening(post, enable_SMTPUTF8=False):
        assert send_mail() == 0
    assert states() == {"änna@example.com": "failed"}


@pytest.mark.usefixtures("app")
def test_nothing_is_told_to_a_server_without_the_encryption_that_was_asked_for(post: Post, app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=f"{post.url}?starttls=yes")
    mailing.booked()
    with listening(post):
        assert send_mail() == 0
    assert states() == {"anna@example.com": "waiting"}
