"""The one commit: nothing is lost by threads that write at once, on either engine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.store import apart, db, insert_or_ignore, is_sqlite, savepoint, transaction, write
from app.store.version import Version
from tests.stock import in_the_open

THREADS = 8


def start(number: int = 0) -> None:
    transaction(lambda: write(insert_or_ignore(Version, {"scope": "test", "number": number})))


def number() -> int:
    db.session.rollback()
    return int(db.session.execute(select(Version.number).where(Version.scope == "test")).scalar_one())


def at_once(app: Flask, times: int, work: Callable[[], object]) -> None:
    """`work` in `THREADS` threads at once, each so often, each in a context of its own."""
    barrier = Barrier(THREADS)

    def one() -> None:
        with app.app_context():
            barrier.wait()
            for _ in range(times):
                work()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(one) for _ in range(THREADS)]:
            done.result()


def test_no_increment_is_lost(app: Flask, count: Callable[[int, int], int]) -> None:
    start()
    times = count(10, 100)
    rise = update(Version).where(Version.scope == "test").values(number=Version.number + 1)
    at_once(app, times, lambda: transaction(lambda: write(rise)))
    assert number() == THREADS * times


@pytest.mark.parametrize("engine", ["sqlite"])
def test_reading_before_writing_is_safe_where_the_transaction_begins_as_a_writer(app: Flask) -> None:
    start()

    def read_then_write() -> None:
        found = db.session.execute(select(Version.number).where(Version.scope == "test")).scalar_one()
        write(update(Version).where(Version.scope == "test").values(number=found + 1))

    at_once(app, 10, lambda: transaction(read_then_write))
    assert number() == THREADS * 10


def test_reading_before_writing_in_the_open_loses_updates(app: Flask) -> None:
    """The negative control: without the transaction the same threads do lose some, so the tests above can fail."""
    start()
    together = Barrier(THREADS)

    def read_then_write() -> None:
        with in_the_open() as execute:
            found = execute("SELECT number FROM version WHERE scope = 'test'")
            together.wait()
            execute(f"UPDATE version SET number = {found + 1} WHERE scope = 'test'")

    at_once(app, 3, read_then_write)
    assert 0 < number() < THREADS * 3


def test_what_raised_wrote_nothing(app: Flask) -> None:
    def work() -> None:
        start(1)
        raise LookupError("on second thoughts")

    with pytest.raises(LookupError):
        transaction(work)
    assert db.session.execute(select(Version).where(Version.scope == "test")).first() is None


def test_inside_another_it_joins(app: Flask) -> None:
    def outer() -> None:
        start(1)
        raise LookupError

    with pytest.raises(LookupError):
        transaction(outer)
    start(2)
    assert number() == 2


def test_writing_needs_a_transaction(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write(insert_or_ignore(Version, {"scope": "test", "number": 1}))


def test_a_savepoint_saves_what_came_before(app: Flask) -> None:
    def work() -> None:
        start(1)
        with pytest.raises(IntegrityError), savepoint():
            write(text("INSERT INTO version (scope, number) VALUES ('test', 2)"))

    transaction(work)
    assert number() == 1


def test_it_tries_three_times_at_a_deadlock_and_then_gives_up(app: Flask) -> None:
    class Deadlock(Exception):
        sqlstate = "40P01"

    tries: list[int] = []

    def work() -> str:
        tries.append(1)
        if len(tries) < succeeds_at:
            raise DBAPIError("UPDATE", {}, Deadlock())
        return "done"

    succeeds_at = 3
    assert transaction(work) == "done"
    tries.clear()
    succeeds_at = 4
    with pytest.raises(DBAPIError):
        transaction(work)
    assert len(tries) == 3


def test_another_error_is_not_tried_again(app: Flask) -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise DBAPIError("UPDATE", {}, ValueError("wrong"))

    with pytest.raises(DBAPIError):
        transaction(work)
    assert len(tries) == 1


def test_who_hurries_leaves_the_connection_as_it_was(app: Flask) -> None:
    """On SQLite a log need not wait for the disk; a booking on the same connection afterwards does."""
    seen: list[object] = []
    safety = text("PRAGMA synchronous" if is_sqlite() else "SELECT 2")

    def note(connection: Connection) -> None:
        seen.append(connection.execute(safety).scalar())
        connection.execute(insert_or_ignore(Version, {"scope": f"hurried {len(seen)}", "number": 1}))

    def fail(connection: Connection) -> None:
        note(connection)
        raise ValueError("undone")

    db.session.remove()
    apart(note, hurried=True)
    with pytest.raises(ValueError, match="undone"):
        apart(fail, hurried=True)
    apart(note)
    assert seen == ([1, 1, 2] if is_sqlite() else [2, 2, 2])
    scopes = db.session.scalars(select(Version.scope).where(Version.scope.like("hurried%")).order_by(Version.scope))
    assert list(scopes) == ["hurried 1", "hurried 3"]
