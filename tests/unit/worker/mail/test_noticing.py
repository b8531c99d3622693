"""Real workers find, tell and send a notice; one of them is killed: every guest gets one mail of it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from app.config import Config
from app.store import db, transaction
from tests import cast, touched
from tests.builders import FRIDAY
from tests.forked import Forked
from tests.post import OK, Post, listening
from tests.unit.worker.mail.test_workers import PATIENCE, run_out, waiting
from tests.workers import worker

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def test_a_worker_killed_in_the_middle_of_a_notice(
    app: Flask, config: Config, post: Post, count: Callable[[int, int], int]
) -> None:
    """At the worst moment: the server has the mail in hand, and the worker never learns of it."""
    number = count(60, 200)
    house, stay = cast.found(), {"arrival_on": FRIDAY, "departure_on": FRIDAY.replace(day=7)}
    transaction(lambda: [touched.booked(house, one, [stay]) for one in range(number)])
    touched.announced(touched.wish(house))
    db.session.remove()
    with listening(post):
        with worker(config) as process:

            def kill(_: EmailMessage, process: Forked = process) -> str:
                if len(post.arrived) == number // 3:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                return OK

            post.to_mail = kill
            assert process.wait(PATIENCE) == -signal.SIGKILL
        run_out()
        post.to_mail = lambda _: OK
        with worker(config) as first, worker(config) as second:
            post.wait_for(number + 1, PATIENCE)
            for process in (first, second):
                process.send_signal(signal.SIGTERM)
            assert [process.wait(PATIENCE) for process in (first, second)] == [0, 0]
    assert len(set(post.ids)) == number, "a mail each"
    assert len(post.ids) == number + 1, "one was in hand, and comes again under the same id"
    db.session.remove()
    assert len(touched.messages()) == number
    assert {address for _, address, _, _ in touched.messages()} == {mail["To"] for mail in post.arrived}
    assert waiting() == 0
