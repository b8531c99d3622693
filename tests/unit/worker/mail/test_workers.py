"""Several workers, and workers that are killed: every mail arrives, once."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.config import Config
from app.kernel import clock
from app.outbox.models import Message
from app.store import db, transaction, write
from tests import mailing
from tests.forked import Forked
from tests.post import OK, Post, listening
from tests.workers import worker

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

PATIENCE = 120


@pytest.fixture
def queued(app: Flask, count: Callable[[int, int], int]) -> int:
    """So many messages are due."""
    mails = count(60, 200)
    mailing.announce(*(f"guest-{number}@example.com" for number in range(1, mails)))
    db.session.remove()
    return mails


def run_out() -> None:
    """Every lease of a message ends, as when its time has passed."""
    past = clock.machine_now() - timedelta(seconds=1)
    transaction(lambda: write(update(Message).where(Message.holder.is_not(None)).values(held_until_at=past)))


def waiting() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).where(Message.state == "waiting")) or 0


def test_two_workers_send_nothing_twice(config: Config, post: Post, queued: int) -> None:
    senders: Counter[object] = Counter()

    def seen(mail: EmailMessage) -> str:
        senders[mail["To"]] += 1
        return OK

    post.to_mail = seen
    with listening(post), worker(config) as first, worker(config) as second:
        post.wait_for(queued, PATIENCE)
        for process in (first, second):
            process.send_signal(signal.SIGTERM)
        assert [process.wait(PATIENCE) for process in (first, second)] == [0, 0]
    assert len(post.ids) == len(set(post.ids)) == queued
    assert set(senders.values()) == {1}
    assert waiting() == 0


def test_kill_minus_nine_in_the_middle(config: Config, post: Post, queued: int) -> None:
    """At the worst moment: the server has accepted the mail, and the worker never learns of it."""
    with listening(post):
        for arrived in (queued // 7, queued // 3, queued * 2 // 3):
            with worker(config) as process:

                def kill(mail: EmailMessage, arrived: int = arrived, process: Forked = process) -> str:
                    if len(post.arrived) == arrived:
                        process.send_signal(signal.SIGKILL)
                        process.wait()
                    return OK

                post.to_mail = kill
                assert process.wait(PATIENCE) == -signal.SIGKILL
            run_out()
        post.to_mail = lambda _: OK
        with worker(config, "--once") as process:
            process.wait(PATIENCE)
    times = Counter(post.ids)
    assert len(times) == queued
    assert sum(times.values()) == queued + 3, "each worker had one mail in hand, which comes again under the same id"
    assert max(times.values()) == 2
    assert waiting() == 0
