"""The funnel: 10 million events of 1.5 million visits over 180 days, and a file of 200,000 events

`QUINCE_BENCH_SHARE=10` takes a tenth of them; the bounds are for all.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic, process_time
from typing import Any

from app.experience.funnel.days.operations import sum_up_days
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS
from app.insight.funnel import DIMENSIONS, breakdown, denied, friction, paths, report, trend
from app.insight.period import Filters
from app.store import db, is_sqlite
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import NOW, TODAY
from tests.databases import opened

SHARE = int(os.environ.get("QUINCE_BENCH_SHARE", "1"))
DAYS, BLOCK = 180, 18
VISITS = 1_500_000 // DAYS // SHARE
FILE_EVENTS = 200_000
ROUNDS = 3
LONDON = "Europe/London"

VISIT = ("visit", "day_on", "first_at", "last_at", *(f"{step}_at" for step in STEPS), "location_id", "device", "source",
         "returning", "heads", "nights", "lead_days", "is_bot", "refinements", "events")  # fmt: skip
EVENT = ("version", "visit", "at", "name", "implied", "location_id", "device", "heads", "nights", "lead_days", "source",
         "returning", "duration_ms", "code", "is_bot")  # fmt: skip
DEPTHS = (40, 23, 27, 4, 2, 4)
MARKS = (("back", "room>results"), ("field_error", "details.email.invalid"), ("rage_click", "picture"), ("lcp", "room"))

Row = tuple[Any, ...]


def figures(ground: Ground) -> Iterator[Figure]:
    yield from _file(ground)
    for name, databases in ground.engines.items():
        with opened(databases.config(databases.migrated())):
            yield Figure(f"events on {name}", _fill())
            begun = process_time()
            days = 0
            while more := sum_up_days(least_visits=1):
                days += more
            yield Figure(f"the worker sums up a day on {name}, CPU", (process_time() - begun) * 1000 / days, "ms")
            for length, most in ((30, 200), (180, 1500)):
                yield from _timed(f"{length} days on {name}", length, most)
            yield _page(name)


def _timed(where: str, days: int, most: int) -> Iterator[Figure]:
    until = TODAY - timedelta(days=1)
    filters = Filters(until - timedelta(days=days - 1), until)
    phones = replace(filters, device="phone", returning=False)
    slowest = max(_milliseconds(partial(breakdown, filters, dimension)) for dimension in DIMENSIONS)
    yield Figure(f"counts by the slowest dimension, {where}", slowest, "ms", most=most)
    by_house = _milliseconds(partial(breakdown, phones, "location"))
    yield Figure(f"counts by house of new guests on phones, {where}", by_house, "ms")
    for part in (report, trend, friction, paths):
        yield Figure(f"{part.__name__}, {where}", _milliseconds(partial(part, filters)), "ms")
    yield Figure(f"denied, {where}", _milliseconds(partial(denied, filters, LONDON)), "ms")


def _page(name: str) -> Figure:
    """Everything that the page of the desk asks of the funnel."""
    filters = Filters(TODAY - timedelta(days=28), TODAY, (TODAY - timedelta(days=57), TODAY - timedelta(days=29)))
    begun = process_time()
    for part in (report, trend, friction, paths):
        part(filters)
    denied(filters, LONDON)
    for dimension in DIMENSIONS:
        breakdown(filters, dimension)
    return Figure(f"all of a marketing page on {name}, CPU", (process_time() - begun) * 1000, "ms", most=1000)


def _milliseconds(ask: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        begun = monotonic()
        ask()
        db.session.rollback()
        least = min(least, (monotonic() - begun) * 1000)
    return least


def _fill() -> int:
    """Eighteen days of visits, ten times over; answers how many events there are."""
    block = [_visit(random.Random(number), number) for number in range(VISITS * BLOCK)]
    total = 0
    for first in range(0, DAYS, BLOCK):
        visits, events = [], []
        for number, (offset, after, row, marks) in enumerate(block):
            day = TODAY - timedelta(days=DAYS - first - offset)
            visit = f"{first:04x}{number:028x}"
            start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=after)
            visits.append(_visit_row(visit, day, start, row))
            events += [_event_row(visit, start, row, mark) for mark in marks]
        _write(Visit.__table__.name, VISIT, visits)
        _write(Event.__table__.name, EVENT, events)
        total += len(events)
    connection = db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"} if not is_sqlite() else {})
    connection.exec_driver_sql("ANALYZE" if is_sqlite() else "VACUUM ANALYZE")
    db.session.commit()
    return total


def _visit(chance: random.Random, number: int) -> tuple[int, int, Row, list[Row]]:
    """Day and second, what it was about, and its steps and signals with the seconds after which they came."""
    deepest = chance.choices(range(6), DEPTHS)[0]
    times, at = [], 0
    for _ in range(deepest + 1):
        times.append(at)
        at += int(chance.lognormvariate(4, 0.9))
    marks: list[Row] = [(second, step, None) for second, step in zip(times, STEPS, strict=False)]
    for _ in range(chance.choice((2, 3, 4, 4, 5, 6))):
        name, code = chance.choice(MARKS) if chance.random() < 0.3 else (STEPS[chance.randint(0, deepest)], None)
        marks.append((chance.randint(0, at), name, code))
    house = chance.choice((1, 2, 3, 4, 5)) if deepest else None
    about = (house, chance.choice(("phone", "phone", "desk", "tablet")),
             chance.choice(("search", "search", "direct", "mail", "social", "referral", "agent")),
             chance.random() < 0.25, chance.choice((1, 2, 2, 2, 3, 4, 5)), chance.choice((1, 2, 2, 3)),
             int(chance.lognormvariate(3.3, 1.0)))  # fmt: skip
    return number % BLOCK, chance.randrange(80_000), (times, *about), sorted(marks, key=lambda mark: mark[0])


def _visit_row(visit: str, day: date, start: datetime, row: Row) -> Row:
    times, house, *about = row
    instants = [_at(start, second) for second in times]
    reached = (*instants, *[None] * (len(STEPS) - len(instants)))
    return (visit, str(day), instants[0], instants[-1], *reached, house, *about, False, 0, len(times))


def _event_row(visit: str, start: datetime, row: Row, mark: Row) -> Row:
    _, house, device, source, returning, heads, nights, lead = row
    second, name, code = mark
    took = 5000 if name == "lcp" else 40
    about = (house, device, heads, nights, lead, source, returning)
    return (1, visit, _at(start, second), name, False, *about, took, code, False)


def _at(start: datetime, second: int) -> str:
    return (start + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S.000000") + ("" if is_sqlite() else "+00:00")


def _write(table: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    raw: Any = db.session.connection().connection.driver_connection
    cursor = raw.cursor()
    if is_sqlite():
        places = ", ".join("?" for _ in columns)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
    else:
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    db.session.commit()


def _file(ground: Ground) -> Iterator[Figure]:
    """The command on a file, less the same program saying how it is used."""
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
    start = _spent(environment, "funnel", "--help")
    whole = _spent(environment, "funnel", "--events", str(path), "--steps", ",".join(STEPS), "--by", "device", "--json")
    yield Figure("the program's start, CPU", start, "s")
    yield Figure("funnel --events of 200,000, CPU beyond that", whole - start, "s", most=2)


def _spent(environment: dict[str, str], *arguments: str) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
