"""Many rows at once: through SQLAlchemy a row costs several times what the database does with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, insert
from sqlalchemy.engine import Dialect

from app.store import db, write

FEW = 100


def insert_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows are in the table, part of the transaction around; all have the keys of the first.

    What they leave out has its column's default. Many rows go straight to the driver, by COPY where there is one.
    """
    connection = db.session.connection()
    names, dialect = tuple(rows[0]), connection.dialect
    if len(rows) < FEW or _drawn(table, names):
        write(insert(table), list(rows))
        return
    left_out = {c.name: _default(c) for c in table.columns if c.name not in names and c.default is not None}
    columns = [_prepared(table.c[name], [row[name] for row in rows], dialect) for name in names]
    columns += [_prepared(table.c[name], [value], dialect) * len(rows) for name, value in left_out.items()]
    keys, values = (*names, *left_out), zip(*columns, strict=True)
    if dialect.name == "sqlite":
        connection.exec_driver_sql(_insert(table, keys, dialect), list(values))
        return
    cursor: Any = connection.connection.cursor()
    with cursor.copy(_copy(table, keys, dialect)) as copy:
        for row in values:
            copy.write_row(row)


def _drawn(table: Table, names: Sequence[str]) -> bool:
    """Whether a default that the rows need is computed row by row."""
    needed = (column.default for column in table.columns if column.name not in names)
    return any(default is not None and not default.is_scalar for default in needed)


def _default(column: Column[Any]) -> Any:
    return column.default.arg  # type: ignore[union-attr]


def _prepared(column: Column[Any], values: list[Any], dialect: Dialect) -> list[Any]:
    """The values as the driver takes them."""
    prepare = column.type.dialect_impl(dialect).bind_processor(dialect)
    return [prepare(value) for value in values] if prepare else values


def _insert(table: Table, keys: Sequence[str], dialect: Dialect) -> str:
    marks = ", ".join("?" * len(keys))
    return f"INSERT INTO {_into(table, keys, dialect)} VALUES ({marks})"  # nosec B608


def _copy(table: Table, keys: Sequence[str], dialect: Dialect) -> str:
    return f"COPY {_into(table, keys, dialect)} FROM STDIN"


def _into(table: Table, keys: Sequence[str], dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote_identifier
    return f"{quote(table.name)} ({', '.join(map(quote, keys))})"
