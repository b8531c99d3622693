"""Statements that the two engines spell differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable
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
