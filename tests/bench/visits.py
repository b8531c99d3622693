"""Ten million events of 1.5 million visits over 180 days, made once for all benches that only read them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import delete, func, select, text

from app.experience.funnel.days.models import FunnelCell, FunnelDay
from app.experience.funnel.days.operations import SETTLED, sum_up_days
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS
from app.kernel import clock
from app.store import db, is_sqlite, transaction
from tests import cast
from tests.builders import TODAY
from tests.databases import MIGRATIONS, Databases, opened

SHARE = int(os.environ.get("QUINCE_BENCH_SHARE", "1"))
DAYS, BLOCK = 180, 18
VISITS = 1_500_000 // DAYS // SHARE
FIRST = TODAY - timedelta(days=DAYS)

VISIT = ("visit", "day_on", "first_at", "last_at", *(f"{step}_at" for step in STEPS), "location_id", "device", "source",
         "returning", "heads", "nights", "lead_days", "is_bot", "refinements", "events")  # fmt: skip
EVENT = ("version", "visit", "at", "name", "implied", "location_id", "device", "heads", "nights", "lead_days", "source",
         "returning", "duration_ms", "code", "is_bot")  # fmt: skip
DEPTHS = (40, 23, 27, 4, 2, 4)
MARKS = (("back", "room>results"), ("field_error", "details.email.wrong"), ("rage_click", "picture"), ("lcp", "room"))

Row = tuple[Any, ...]


@contextmanager
def visited(databases: Databases) -> Iterator[Flask]:
    """The site with all of its visits, summed up. Read only: what lies in a kept folder is opened as it is."""
    kept = os.environ.get("QUINCE_BENCH_KEEP")
    lasting = databases.address is None or "DATABASE_URL_TEST" in os.environ
    where = Databases(Path(kept), databases.address) if kept and lasting else databases
    made_by = ScriptDirectory(MIGRATIONS).get_current_head()
    with opened(where.config(where.template(f"visits-{SHARE}-{made_by}", _fill))) as app:
        yield app


def _fill() -> None:
    """Eighteen days of visits in rows, summed up by the worker; the others are theirs, moved on."""
    cast.group(5)
    visits, events = _block()
    _write(Visit.__table__.name, VISIT, visits)
    _write(Event.__table__.name, EVENT, events)
    _settle()
    sum_up_days(least_visits=1)
    after = FIRST + timedelta(days=BLOCK)
    for table in (FunnelDay.__table__, FunnelCell.__table__):
        transaction(lambda table=table: db.session.execute(delete(table).where(table.c.day_on >= after)))  # type: ignore[misc]
    last_id = db.session.execute(select(func.max(Event.id))).scalar_one()
    for days in range(BLOCK, DAYS, BLOCK):
        _move_on(days, last_id)
    _settle()


def _settle() -> None:
    """As PostgreSQL's autovacuum leaves it; the site has SQLite count nothing for its plans, nor does this."""
    if not is_sqlite():
        db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("VACUUM ANALYZE")
        db.session.commit()


def _move_on(days: int, last_id: int) -> None:
    """The rows of the first block once more, so many days later; its events go up to `last_id`."""
    until = FIRST + timedelta(days=BLOCK)
    day, at = ("date({0}, :days)", "strftime('%Y-%m-%d %H:%M:%f000', {0}, :days)")
    if not is_sqlite():
        day, at = "{0} + CAST(:days AS INTEGER)", "{0} + CAST(:days AS INTEGER) * INTERVAL '1 day'"
    whose = "CAST(:whose AS VARCHAR) || substr(visit, 5)"
    given = {"days": f"+{days} days" if is_sqlite() else days, "whose": f"{days:04x}"}
    summed = min(until, (clock.now() - SETTLED).date() - timedelta(days=days))
    tables = {
        "visit": (VISIT, f"day_on < '{until}' ORDER BY first_at"),
        "event": (EVENT, f"id <= {last_id} ORDER BY id"),
        "funnel_day": (tuple(FunnelDay.__table__.c.keys()), f"day_on < '{summed}'"),
        "funnel_cell": (tuple(FunnelCell.__table__.c.keys()), f"day_on < '{summed}'"),
    }
    for table, (columns, which) in tables.items():
        told = [
            whose if name == "visit" else day.format(f'"{name}"') if name == "day_on"
            else at.format(f'"{name}"') if name == "at" or name.endswith("_at") else f'"{name}"'
            for name in columns
        ]  # fmt: skip
        into = ", ".join(f'"{name}"' for name in columns)
        moved = f"INSERT INTO {table} ({into}) SELECT {', '.join(told)} FROM {table} WHERE {which}"
        db.session.execute(text(moved), given)
    db.session.commit()


def _block() -> tuple[list[Row], list[Row]]:
    """Visits and events of the first days, each in order of time as a log has them."""
    visits, events = [], []
    for number in range(VISITS * BLOCK):
        offset, after, row, marks = _visit(random.Random(number), number)
        day = FIRST + timedelta(days=offset)
        visit = f"{number:032x}"
        start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=after)
        visits.append(_visit_row(visit, day, start, row))
        events += [_event_row(visit, start, row, mark) for mark in marks]
    return sorted(visits, key=lambda one: one[2]), sorted(events, key=lambda one: one[2])


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
