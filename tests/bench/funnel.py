"""The funnel: 10 million events of 1.5 million visits over 180 days, and a file of 200,000 events

Counts in order, by any dimension and under filters, are of every visit and have the bounds of the whole: 200 ms for 30
days, 1.5 s for 180. Counted another way (order, window, exclusions) a page reads the latest visits event by event,
whole days of 12,000 at most however long the period: its bound is that of a page, 1 s for either length.

`QUINCE_BENCH_SHARE=10` takes a tenth of them; the bounds are for all. `QUINCE_BENCH_KEEP` names a folder in which they
stay for the next run (PostgreSQL's only on a server of `DATABASE_URL_TEST`).
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic, process_time, time_ns

from sqlalchemy import func, select

from app.experience.funnel.models import Event
from app.experience.funnel.names import STEPS
from app.insight.funnel import DIMENSIONS, breakdown, denied, friction, paths, report, stopped_at, trend, vitals
from app.insight.period import Filters
from app.marketing.funnel.another_way import Shape, recounted
from app.store import db, is_sqlite
from app.web.warming import settle
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.bench.visits import visited
from tests.builders import NOW, TODAY
from tests.page import Visitor
from tests.staffing import desk

FILE_EVENTS = 200_000
ROUNDS = 3
LONDON = "Europe/London"
PAGE = 1000
"""Milliseconds that a page of the desk may take."""

SHAPES = (
    Shape("strict"),
    Shape("unordered"),
    Shape(window="15m"),
    Shape(without="field_error"),
    Shape("strict", "15m", "field_error"),
)
"""Each way by itself, and all of them at once."""
PAGES = {
    "the overview": "/marketing/",
    "the overview of phones": "/marketing/?device=phone",
    "the overview of new guests on phones": "/marketing/?device=phone&guests=new",
    "the funnel": "/marketing/funnel",
    "the funnel of 180 days": "/marketing/funnel?period=dates&from={since}&until={until}",
    "the funnel counted another way": "/marketing/funnel?order=strict&period=dates&from={since}&until={until}",
    "the friction": "/marketing/friction",
    "the board": "/marketing/board",
}


def figures(ground: Ground) -> Iterator[Figure]:
    yield from _file(ground)
    for name, databases in ground.engines.items():
        with visited(databases) as app, _as_served():
            yield Figure(f"events on {name}", db.session.execute(select(func.count()).select_from(Event)).scalar_one())
            for length, most in ((30, 200), (180, 1500)):
                yield from _timed(f"{length} days on {name}", length, most)
            visitor = desk(app, "administrator", mail=f"{time_ns()}@bench.example")
            since, until = TODAY - timedelta(days=180), TODAY - timedelta(days=1)
            for page, address in PAGES.items():
                asked = partial(_page, visitor, address.format(since=since, until=until))
                yield Figure(f"{page} on {name}", _milliseconds(asked), "ms", most=PAGE)


@contextmanager
def _as_served() -> Iterator[None]:
    """Garbage is collected as in a worker of `bin/run`, whose pages these are."""
    threshold = gc.get_threshold()
    settle()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


def _timed(where: str, days: int, most: int) -> Iterator[Figure]:
    until = TODAY - timedelta(days=1)
    filters = Filters(until - timedelta(days=days - 1), until)
    phones = replace(filters, device="phone", returning=False)
    few = replace(filters, device="tablet", source="agent", returning=True)
    for asked, whose in ((filters, ""), (phones, " of new guests on phones"), (few, " of a few")):
        slowest = max(_milliseconds(partial(breakdown, asked, dimension)) for dimension in DIMENSIONS)
        yield Figure(f"counts{whose} by the slowest dimension, {where}", slowest, "ms", most=most)
    for asked, whose in ((filters, ""), (few, " of a few")):
        slowest = max(_milliseconds(partial(recounted, asked, shape)) for shape in SHAPES)
        yield Figure(f"counted another way{whose}, the slowest, {where}", slowest, "ms", most=PAGE)
    yield Figure(
        f"the visits behind a drop, {where}", _milliseconds(partial(stopped_at, filters, "room")), "ms", most=PAGE
    )
    for part in (friction, paths, vitals):
        yield Figure(f"{part.__name__} of a few, {where}", _milliseconds(partial(part, few)), "ms")
    for part in (report, trend, friction, paths):
        yield Figure(f"{part.__name__}, {where}", _milliseconds(partial(part, filters)), "ms")
    yield Figure(f"denied, {where}", _milliseconds(partial(denied, filters, LONDON)), "ms")


def _page(visitor: Visitor, address: str) -> None:
    assert visitor.client.get(address).status_code == 200


def _milliseconds(ask: Callable[[], object]) -> float:
    """At best, after a first time that compiles templates and statements: CPU where the database lives in this process,
    so that others on the machine do not count, else the time with its server's."""
    now = process_time if is_sqlite() else monotonic
    ask()
    least = float("inf")
    for _ in range(ROUNDS):
        begun = now()
        ask()
        db.session.rollback()
        least = min(least, (now() - begun) * 1000)
    return least


def _file(ground: Ground) -> Iterator[Figure]:
    """The command on a file, less an interpreter that does nothing."""
    config = ground.sqlite.config(ground.sqlite.migrated())
    path = Path(config.data) / "events.jsonl"
    chance, now = random.Random(5), datetime.fromisoformat(NOW)
    with path.open("w") as file:
        for number in range(FILE_EVENTS):
            at = now + timedelta(seconds=number)
            unit = f"u{chance.randrange(FILE_EVENTS // 5)}"
            told = {"unit": unit, "at": at.isoformat(), "name": chance.choice(STEPS)}
            file.write(json.dumps(told | {"properties": {"device": chance.choice(("phone", "desk"))}}) + "\n")
    environment = {**os.environ, "QUINCE_DATA": str(config.data), "DATABASE_URL": config.database_url}
    start = _spent(environment, "-c", "pass")
    asked = ("funnel", "--events", str(path), "--steps", ",".join(STEPS), "--by", "device", "--json")
    whole = _spent(environment, "-m", "flask", "--app", "wsgi", *asked)
    yield Figure("the interpreter's start, CPU", start, "s")
    yield Figure("funnel --events of 200,000, CPU beyond that", whole - start, "s", most=2)


def _spent(environment: dict[str, str], *arguments: str) -> float:
    """The least CPU of a few runs, in seconds."""
    return min(_spent_once(environment, *arguments) for _ in range(ROUNDS))


def _spent_once(environment: dict[str, str], *arguments: str) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
