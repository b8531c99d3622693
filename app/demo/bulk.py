"""Many rows at once. Through SQLAlchemy a row of SQLite costs several times what the file does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Table, insert
from sqlalchemy.engine import Dialect

from app.store import db, write

FEW = 100
Prepare = Callable[[Any], Any]


def insert_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows are in the table, part of the transaction around; all have the keys of the first.

    What they leave out has its column's default. On SQLite many rows go straight to the driver.
    """
    connection = db.session.connection()
    names = tuple(rows[0])
    if connection.dialect.name != "sqlite" or len(rows) < FEW or _drawn(table, names):
        write(insert(table), list(rows))
        return
    left_out = {c.name: _default(c) for c in table.columns if c.name not in names and c.default is not None}
    keys = (*names, *left_out)
    prepared: list[Iterable[Any]] = [
        map(prepare, values) if (prepare := _prepare(table.c[key], connection.dialect)) else values
        for key, values in zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True)
    ]
    prepared += [[_ready(table.c[key], value, connection.dialect)] * len(rows) for key, value in left_out.items()]
    connection.exec_driver_sql(_statement(table, keys, connection.dialect), list(zip(*prepared, strict=True)))


def _drawn(table: Table, names: Sequence[str]) -> bool:
    """Whether a default that the rows need is computed row by row."""
    needed = (column.default for column in table.columns if column.name not in names)
    return any(default is not None and not default.is_scalar for default in needed)


def _default(column: Column[Any]) -> Any:
    return column.default.arg  # type: ignore[union-attr]


def _ready(column: Column[Any], value: Any, dialect: Dialect) -> Any:
    prepare = _prepare(column, dialect)
    return prepare(value) if prepare else value


def _prepare(column: Column[Any], dialect: Dialect) -> Prepare | None:
    """What makes of a value what the driver takes; None where it is that already."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)


@lru_cache
def _statement(table: Table, keys: tuple[str, ...], dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote_identifier
    columns, marks = ", ".join(map(quote, keys)), ", ".join("?" * len(keys))
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # nosec B608
