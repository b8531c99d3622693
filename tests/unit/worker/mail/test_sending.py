"""What becomes of a mail when the server takes it, puts it off, refuses it, hangs, or is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import outbox
from app.booking.operations import cancel_booking
from app.care import finish_task, open_tasks
from app.insight import verify
from app.kernel import clock
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.mail import send_mail, sending
from tests import cards, mailing
from tests.cast import found
from tests.post import Post, listening

pytestmark = pytest.mark.houses(1)


def states() -> dict[str, str]:
    db.session.remove()
    return {row.address: row.state for row in db.session.execute(select(Message.address, Message.state))}


def failures() -> list[str | None]:
    return list(db.session.scalars(select(Message.failure).order_by(Message.id)))


def on(set_clock: Callable[[str], None], wait: timedelta) -> None:
    """Later, and whoever left the server alone looks at it again."""
    set_clock((clock.now() + wait).isoformat())
    sending.patience.regain()


@pytest.mark.usefixtures("app")
def test_a_mail_is_sent_once_with_all_that_it_needs(post: Post) -> None:
    booking = mailing.booked()
    with listening(post):
        assert send_mail() == 1
        assert send_mail() == 0
    (mail,) = post.arrived
    assert mail["Message-ID"] == f"<booked-booking-{booking}@quince.example>"
    assert mail["To"] == "anna@example.com"
    assert mail["From"] == '"Combe Harrow, The Quince" <hello@quince.example>'
    assert mail["Reply-To"] == "Combe Harrow <combe-harrow@quince.example>"
    assert mail["List-Unsubscribe"] is None, "that is for marketing"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert states() == {"anna@example.com": "sent"}
    assert not [result for result in verify.run() if not result.ok]


@pytest.mark.usefixtures("app")
def test_a_bad_address_keeps_nobody_else_waiting(post: Post) -> None:
    mailing.announce("bad@example.com", "ben@example.com")
    post.to_address = lambda address: "550 5.1.1 No such mailbox" if address.startswith("bad") else "250 OK"
    with listening(post):
        assert send_mail() == 2
    assert states() == {"anna@example.com": "sent", "bad@example.com": "failed", "ben@example.com": "sent"}
    (task,) = open_tasks(found().id)
    assert (task.kind, task.subject, task.title) == ("mail_failed", "booking", "A mail did not arrive: booked")
    assert task.words == "bad@example.com: 550 5.1.1 No such mailbox"
    finish_task(task.id, actor="staff")
    with listening(post):
        assert send_mail() == 0
    assert not open_tasks()


@pytest.mark.usefixtures("app")
def test_a_mail_that_is_refused_fails_together_with_its_task(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing.booked("bad@example.com")
    post.to_mail = lambda _: "554 5.7.1 Not wanted here"

    def away(*_: object, **__: object) -> int:
        raise RuntimeError("the sky fell")

    with listening(post), monkeypatch.context() as patched:
        patched.setattr("app.care.mails.add_task", away)
        with pytest.raises(RuntimeError):
            send_mail()
    assert states() == {"bad@example.com": "waiting"}
    past = clock.machine_now() - timedelta(seconds=1)
    transaction(lambda: write(update(Message).values(held_until_at=past)))
    with listening(post):
        send_mail()
    assert states() == {"bad@example.com": "failed"}
    assert len(open_tasks()) == 1


@pytest.mark.usefixtures("app")
def test_a_mail_that_is_put_off_is_tried_again_later_and_later(post: Post, set_clock: Callable[[str], None]) -> None:
    mailing.booked()
    post.to_address = lambda _: "451 4.7.1 Greylisted"
    tried = []
    with listening(post):
        for wait in sending.WAITS[:3]:
            send_mail()
            sending.patience.regain()
            assert send_mail() == 0
            tried.append((states(), failures()))
            on(set_clock, wait)
        post.to_address = lambda _: "250 OK"
        assert send_mail() == 1
    assert tried == [({"anna@example.com": "waiting"}, ["451 4.7.1 Greylisted"])] * 3
    assert db.session.scalars(select(Message.attempts)).all() == [4]
    assert len(post.arrived) == 1


@pytest.mark.usefixtures("app")
def test_after_two_days_of_not_now_somebody_is_told(post: Post, set_clock: Callable[[str], None]) -> None:
    mailing.booked()
    post.to_mail = lambda _: "452 4.2.2 Mailbox full"
    with listening(post):
        for wait in (*sending.WAITS, timedelta()):
            assert states() == {"anna@example.com": "waiting"}
            send_mail()
            on(set_clock, wait)
    assert states() == {"anna@example.com": "failed"}
    assert "given up after 11 attempts: 452" in open_tasks()[0].words
    assert timedelta(days=1.5) < sum(sending.WAITS, timedelta()) < timedelta(days=4)


@pytest.mark.usefixtures("app")
def test_a_mail_that_cannot_be_written_keeps_nobody_else_waiting(post: Post) -> None:
    booking = mailing.booked()
    transaction(lambda: outbox.announce("unheard_of", "booking", booking, "ben@example.com", {}))
    with listening(post):
        assert send_mail() == 1
    assert states() == {"anna@example.com": "sent", "ben@example.com": "waiting"}
    assert failures()[1] == "could not be written: KeyError"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("ends", [cancel_booking, lambda booking: cards.paid(booking, 30000)])
def test_a_mail_that_no_longer_applies_is_withdrawn(post: Post, ends: Callable[[int], object]) -> None:
    booking = mailing.booked()
    transaction(lambda: outbox.announce("balance", "booking", booking, "ben@example.com", {"amount_minor": 30000}))
    ends(booking)
    with listening(post):
        send_mail()
    assert states()["ben@example.com"] == "withdrawn"
    assert "ben@example.com" not in [mail["To"] for mail in post.arrived]


@pytest.mark.usefixtures("app")
def test_a_repeat_is_the_same_mail_to_the_byte(post: Post) -> None:
    mailing.booked()
    for _ in range(2):
        with listening(post):
            sending.patience.regain()
            send_mail()
        transaction(lambda: write(update(Message).values(state="waiting")))
    first, second = (mail.as_bytes() for mail in post.arrived)
    assert first == second
