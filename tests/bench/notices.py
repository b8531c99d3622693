"""Notices: 2,000 touched bookings found and previewed, promised other dates, told, mailed by two workers, one killed"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from signal import SIGKILL
from statistics import median
from time import perf_counter, process_time, sleep
from typing import Any

from sqlalchemy import event

from app.care.choices.promising import promise_alternatives
from app.care.notices.operations import tell_chunk, write_touches
from app.catalogue.queries import catalogue
from app.config import Config
from app.kernel import clock
from app.staff.notices.preview import whole_preview_of
from app.store import db, transaction
from tests import cast, touched
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import FRIDAY
from tests.databases import opened
from tests.post import OK, Post, listening
from tests.unit.worker.mail.test_workers import run_out
from tests.workers import worker

BOOKINGS, OTHERS = 2_000, 6_000
LONGEST_MS, MOST_ROWS = 50, 200
PATIENCE_S, SETTLES_S = 1_800, 5


def peopled() -> None:
    """One house with 2,000 bookings over the weekend, and 6,000 that have nothing to do with it."""
    house = cast.group(1)[0]
    sitting = house.sittings["20:00"]
    stay = {"arrival_on": FRIDAY, "departure_on": FRIDAY + timedelta(days=2)}
    some = [stay | {"suppers": [(FRIDAY, sitting, 2)]}, stay | {"dogs": 1}, stay]

    def work() -> None:
        for number in range(BOOKINGS):
            touched.booked(house, number, [some[number % 3]])
        for number in range(OTHERS):
            first = date(2027, 4, 1) + timedelta(days=number % 200)
            touched.booked(house, BOOKINGS + number, [{"arrival_on": first, "departure_on": first + timedelta(days=2)}])

    transaction(work)


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        post = Post()
        config = replace(databases.config(databases.copy("notices", peopled)), smtp_url=post.url)
        with opened(config):
            gc.collect()
            gc.freeze()  # as the worker does
            yield from _on(name)
            db.session.remove()
        yield from _mailed(name, config, post)


def _on(name: str) -> Iterator[Figure]:
    house = cast.found()
    offers = {"may_move_dates": True, "choose_until_at": clock.now() + timedelta(days=1)}
    wish = touched.wish(house, whom=("here", "supper", "dogs"), **offers)
    known = catalogue().by_id[house.id]
    whole_preview_of(known, wish)
    began = process_time()
    assert whole_preview_of(known, wish).bookings == BOOKINGS
    yield Figure(f"{BOOKINGS:,} touched bookings previewed, {name}", process_time() - began, "s CPU", most=1)
    notice_id = touched.announced(wish)
    steps = (
        ("written down", lambda: write_touches(notice_id)),
        ("promised other dates", lambda: promise_alternatives(notice_id)),
        ("told, into the outbox", lambda: sum(iter(lambda: tell_chunk(notice_id), 0))),
    )
    for words, step in steps:
        seen = Timed()
        with seen:
            began = process_time()
            step()
            yield Figure(f"{words}, {name}", process_time() - began, "s CPU")
        yield Figure(f"median transaction, {words}, {name}", median(seen.held) * 1000, "ms")
        yield Figure(f"longest transaction, {words}, {name}", max(seen.held) * 1000, "ms", most=LONGEST_MS)
        yield Figure(f"most rows in a transaction, {words}, {name}", max(seen.rows), most=MOST_ROWS)
    assert len(touched.messages()) == BOOKINGS


def _mailed(name: str, config: Config, post: Post) -> Iterator[Figure]:
    """Both workers send; the first is killed with a mail in hand, after a third of them, and what it had taken is free
    at once, as when its lease of two minutes has passed."""
    with worker(config) as first, worker(config):

        def kill(_: EmailMessage) -> str:
            if len(post.arrived) == BOOKINGS // 3:
                first.send_signal(SIGKILL)
            return OK

        post.to_mail = kill
        began = perf_counter()
        with listening(post), opened(config):
            freed = False
            while len(set(post.ids)) < BOOKINGS and perf_counter() - began < PATIENCE_S:
                sleep(0.2)
                if not freed and first.poll() is not None:
                    run_out()
                    freed = True
                db.session.remove()
            took = perf_counter() - began
            sleep(SETTLES_S)
    ids = Counter(post.ids)
    yield Figure(f"{BOOKINGS:,} mails, one of two workers killed, {name}", took, "s")
    yield Figure(f"guests without a mail, {name}", BOOKINGS - len(ids), most=0)
    yield Figure(f"mails that came again under their id, {name}", sum(ids.values()) - len(ids), most=1)


class Timed:
    """How long each transaction that wrote was open, and how many rows it wrote."""

    def __init__(self) -> None:
        self.held: list[float] = []
        self.rows: list[int] = []
        self.began, self.written = 0.0, 0

    def __enter__(self) -> None:
        for name, heard in self._events():
            event.listen(db.engine, name, heard)

    def __exit__(self, *_: object) -> None:
        for name, heard in self._events():
            event.remove(db.engine, name, heard)

    def _events(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return ("begin", self._begin), ("commit", self._commit), ("after_cursor_execute", self._ran)

    def _begin(self, _connection: object) -> None:
        self.began, self.written = perf_counter(), 0

    def _ran(self, _connection: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.written += max(1, cursor.rowcount)

    def _commit(self, _connection: object) -> None:
        self.held.append(perf_counter() - self.began)
        self.rows.append(self.written)
