"""Pages and beacons of one visit that arrive at the same instant, on either engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app.config import Config
from app.experience.funnel.recording import record_heard
from app.experience.funnel.seen import Seen, Signal
from tests.databases import opened
from tests.unit.experience.funnel.logbook import DAY, NOON, SOMEBODY, events, look, told, visit

pytestmark = pytest.mark.race
CLIENTS = 8


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    with opened(config) as application:
        yield application


def at_once(app: Flask, work: Callable[[], None]) -> None:
    barrier = Barrier(CLIENTS)

    def one(_: int) -> None:
        with app.app_context():
            barrier.wait()
            work()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(one, range(CLIENTS)))


def heard(app: Flask, key: str) -> int:
    """How often a beacon is written that arrives several times at once."""
    look("search")
    signals = [Signal("inp", "search", 180, key=key)]
    at_once(app, lambda: record_heard(Seen(NOON, DAY, signals=signals), SOMEBODY))
    return told().count("inp:search")


def test_a_beacon_that_arrives_at_once_counts_once(app: Flask) -> None:
    assert heard(app, "k3x9-1") == 1
    assert visit().events == 2


def test_without_its_key_it_would_count_as_often_as_it_came(app: Flask) -> None:
    assert heard(app, "") == CLIENTS
    assert visit().events == CLIENTS + 1, "no count of the visit is lost"


def test_a_visit_that_begins_on_several_pages_at_once_is_one(app: Flask) -> None:
    at_once(app, lambda: look("room"))

    row = visit()
    assert (row.search_at, row.room_at) == (NOON, NOON)
    assert set(Counter(told())) == {"(search)", "(results)", "room"}
    assert row.events == len(events())
