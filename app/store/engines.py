"""Statements that the two engines spell differently."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, text
from sqlalchemy.dialects import postgresql, sqlite

from app.store.db import Base, db


def is_sqlite() -> bool:
    return db.session().get_bind().dialect.name == "sqlite"


def insert_or_ignore(model: type[Base], row: dict[str, Any] | None = None) -> Executable:
    """INSERT that does nothing when a unique key is already there; `rowcount` tells which it was.

    Without `row` the values are given at execution, many rows at once.
    """
    insert = (sqlite.insert if is_sqlite() else postgresql.insert)(model.__table__)
    return (insert.values(row) if row else insert).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def upsert(model: type[Base], row: dict[str, Any], keys: list[str], *, many: bool = False) -> Executable:
    """INSERT that overwrites the other columns of the row whose `keys` are already there.

    With `many`, `row` only names the columns and the values are given at execution.
    """
    insert = (sqlite if is_sqlite() else postgresql).insert(model.__table__)
    statement = insert if many else insert.values(row)
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def insert_unless_taken(model: type[Base], *keys: str) -> Executable:
    """INSERT that answers the new id, or no row when the values of `keys` are there already; values at execution."""
    return _insert_unless_taken(is_sqlite(), model, keys)


@lru_cache
def _insert_unless_taken(on_sqlite: bool, model: type[Base], keys: tuple[str, ...]) -> Executable:
    table = model.__table__
    insert = (sqlite if on_sqlite else postgresql).insert(table)
    return insert.on_conflict_do_nothing(index_elements=list(keys)).returning(table.c.id)


def reserve_ids(model: type[Base], count: int) -> list[int]:
    """`count` ids that no row of the table has or will get, ascending: for rows in bulk that name each other.

    On SQLite the caller's transaction writes alone and inserts them before it asks again; on PostgreSQL they are drawn
    from the table's sequence.
    """
    table = model.__table__.name
    if not is_sqlite():
        statement = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, :count)"  # nosec B608
        drawn = text(statement)
        return sorted(db.session().execute(drawn, {"count": count}).scalars())
    highest = text(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # nosec B608
    used = text("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = :table")
    last = max(db.session().execute(highest).scalar_one(), db.session().execute(used, {"table": table}).scalar_one())
    return list(range(last + 1, last + 1 + count))
