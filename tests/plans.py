"""How SQLite finds what is asked of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.store import db, is_sqlite
from tests.statements import counted


def plan_of(work: Callable[[], object], table: str) -> str:
    """The steps in which SQLite finds the rows of `table` that the work reads, deletes or changes.

    The test is skipped on PostgreSQL, which chooses by how many rows there are.
    """
    if not is_sqlite():
        pytest.skip("PostgreSQL chooses by how many there are")
    with counted(db.engine) as ran:
        work()
    connection = db.session.connection()
    steps = [
        row[3]
        for statement in (*ran.reads, *ran.writes)
        if f"FROM {table}" in statement or f"UPDATE {table}" in statement
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?"))
    ]
    return "\n".join(step for step in steps if table in step)
