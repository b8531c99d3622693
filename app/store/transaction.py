"""The only commit in the code base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.store.db import WRITING, db
from app.store.engines import is_sqlite

T = TypeVar("T")

ATTEMPTS = 3
_OPEN = "quince_transaction_open"
_LAST = "quince_transaction_last"
_TRY_AGAIN = {"40001", "40P01"}
_TURN = RLock()
"""Threads of a process take turns at SQLite, whose own waiting is sleeping and guessing, and may starve one of many."""


def in_transaction() -> bool:
    """True while `work` of a `transaction` runs in this session."""
    return _OPEN in db.session().info


def transaction(work: Callable[[], T]) -> T:
    """Run `work` and commit; the answer of `work` is returned.

    Everything `work` wrote is there afterwards, or nothing when it raised. It runs again, at most three times in all,
    when the engine reports a serialisation failure or a deadlock (40001, 40P01); so it has no effect outside the
    database. Inside another transaction it joins it and neither commits nor rolls back. On SQLite it begins IMMEDIATE:
    two writers wait for each other (10 s at most) instead of losing updates.
    """
    session = db.session()
    if _OPEN in session.info:
        return work()
    with _TURN if is_sqlite() else nullcontext():
        return _attempted(session, work)


def _attempted(session: Session, work: Callable[[], T]) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        session.rollback()
        session.info.clear()
        try:
            session.info[_OPEN] = session.connection(execution_options={WRITING: True})
            answer = work()
            for last in session.info.pop(_LAST, ()):
                last()
            session.commit()
            return answer
        except DBAPIError as error:
            session.rollback()
            if attempt == ATTEMPTS or getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.clear()
    raise AssertionError("unreachable")


def before_commit(work: Callable[[], object]) -> None:
    """`work` runs as the last of the transaction that is open, which it is part of. It is not run where that is undone.

    Raises `RuntimeError` outside of a transaction.
    """
    if not in_transaction():
        raise RuntimeError("nothing is committed here: this needs store.transaction")
    db.session().info.setdefault(_LAST, []).append(work)


@contextmanager
def savepoint() -> Iterator[None]:
    """What is written inside is undone when an exception leaves the block; the transaction goes on.

    The session is asked for its connection, since it says SAVEPOINT only then and `write` goes around it.
    """
    session = db.session()
    with session.begin_nested():
        session.connection()
        yield


def write(statement: Executable, rows: Any = None) -> CursorResult[Any]:
    """Execute a writing statement inside a transaction; raises `RuntimeError` outside of one.

    `rows` is a dict, or a list of dicts for many executions at once. It goes to the transaction's connection itself:
    the session's own way there costs as much again as the statement.
    """
    connection: Connection | None = db.session().info.get(_OPEN)
    if connection is None:
        raise RuntimeError("writing needs store.transaction")
    return connection.execute(statement, rows)


def apart(work: Callable[[Connection], T], *, hurried: bool = False) -> T:
    """Run `work` in one short transaction on a connection of its own, whatever the session is doing.

    For rows that are about a request and not of its outcome (limits, events): they stay when the request's own work is
    undone. Never called inside `transaction`, where SQLite would wait for itself.

    With `hurried` SQLite does not wait for the disk: everybody else sees the rows, nothing is ever half written, and
    only a machine that loses its power may forget the last of them.
    """
    if in_transaction():
        raise RuntimeError("a transaction apart cannot stand inside another")
    turn = _TURN if is_sqlite() else nullcontext()
    pace = _hurrying if hurried and is_sqlite() else nullcontext
    connecting = db.engine.connect().execution_options(**{WRITING: True})
    with turn, connecting as connection, pace(connection), connection.begin():
        return work(connection)


@contextmanager
def _hurrying(connection: Connection) -> Iterator[None]:
    """The connection goes back to its pool as it was, or not at all: bookings wait for the disk."""
    plain = connection.connection.cursor()
    plain.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        try:
            plain.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.invalidate()
            raise
