"""Notices: 2,000 touched bookings found and previewed, written down, and told in chunks"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import event

from app.care.notices.operations import tell_chunk, write_touches
from app.catalogue.queries import catalogue
from app.staff.notices.shown import preview_of
from app.store import db, transaction
from tests import cast, touched
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import FRIDAY
from tests.databases import opened

BOOKINGS, OTHERS = 2_000, 6_000
LONGEST_MS = 50


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
        with opened(databases.config(databases.copy("notices", peopled))):
            yield from _on(name)


def _on(name: str) -> Iterator[Figure]:
    house = cast.found()
    wish = touched.wish(house, whom=("here", "supper", "dogs"))
    known = catalogue().by_id[house.id]
    preview_of(known, wish)
    began = process_time()
    assert preview_of(known, wish).bookings == BOOKINGS
    yield Figure(f"{BOOKINGS:,} touched bookings previewed, {name}", process_time() - began, "s CPU", most=1)
    notice_id = touched.announced(wish)
    held: list[float] = []
    with Timed(held):
        began = process_time()
        write_touches(notice_id)
        yield Figure(f"written down, {name}", process_time() - began, "s CPU")
        began = process_time()
        while tell_chunk(notice_id):
            pass
        yield Figure(f"told, into the outbox, {name}", process_time() - began, "s CPU")
    assert len(touched.messages()) == BOOKINGS
    yield Figure(f"median transaction, {name}", median(held) * 1000, "ms")
    yield Figure(f"longest transaction, {name}", max(held) * 1000, "ms", most=LONGEST_MS)


class Timed:
    """How long each transaction that wrote was open."""

    def __init__(self, held: list[float]) -> None:
        self.held, self.began = held, 0.0

    def __enter__(self) -> None:
        event.listen(db.engine, "begin", self._begin)
        event.listen(db.engine, "commit", self._commit)

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "begin", self._begin)
        event.remove(db.engine, "commit", self._commit)

    def _begin(self, _connection: object) -> None:
        self.began = perf_counter()

    def _commit(self, _connection: object) -> None:
        self.held.append(perf_counter() - self.began)
