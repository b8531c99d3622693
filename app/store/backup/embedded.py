"""SQLite's backup API in both directions, through the SQLite that the site itself runs on."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Engine

from app.kernel.errors import Invalid

ALL_PAGES = -1
WAIT_S = 60


def write(engine: Engine, file: Path) -> None:
    """One snapshot, read while others go on writing; a single file without a journal beside it."""
    with _opened(_live(engine)) as live, _opened(file) as copy:
        live.backup(copy, pages=ALL_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")


def check(_engine: Engine, file: Path, revisions: Collection[str]) -> None:
    """Raises `Invalid` unless the file is a sound database of ours, made by this version or an older one."""
    if not file.is_file():
        raise Invalid(f"{file} is not a file.")
    try:
        with _opened(file) as copy:
            faults = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            made_by = [row[0] for row in copy.execute("SELECT version_num FROM alembic_version")]
    except sqlite.DatabaseError as error:
        raise Invalid(f"{file} is not a backup of the embedded database: {error}.") from None
    if faults != ["ok"]:
        raise Invalid(f"{file} is damaged: {faults[0]}.")
    if len(made_by) != 1 or made_by[0] not in revisions:
        raise Invalid(f"{file} was not made by this version or an older one.")


def read(engine: Engine, file: Path) -> None:
    """Every page of the live database is the file's, in one transaction that waits for writers."""
    with _opened(file) as copy, _opened(_live(engine)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        copy.backup(live, pages=ALL_PAGES)
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _live(engine: Engine) -> Path:
    return Path(str(engine.url.database))


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    connection = sqlite.connect(os.fspath(file), timeout=WAIT_S, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
