"""One file that holds the whole database, taken while it is written to, and the way back.

On the embedded database the file is a database itself; on PostgreSQL it is what `pg_dump` of the server's own version
writes in its custom format.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import inspect, literal, select, table

from app.kernel.errors import Refused
from app.store import version
from app.store.backup import embedded, server
from app.store.db import db
from app.store.engines import is_sqlite
from app.store.transaction import transaction

KEPT = ("location", "guest", "journal", "trader")
"""A row in one of these tables is something to lose."""


def back_up(file: Path) -> int:
    """`file` holds every commit made before this call, whoever writes meanwhile; its length in bytes.

    It appears under its name only when it is whole, readable by its owner alone. Raises `Refused` when it cannot be
    written or PostgreSQL's programs are missing.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        (embedded if is_sqlite() else server).write(db.engine, part)
        length = part.stat().st_size
        part.replace(file)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return length


def restore(file: Path, revisions: Collection[str], *, force: bool = False) -> dict[str, int]:
    """The database holds what `file` holds and nothing else, in one transaction: wholly, or as before.

    Answers the version numbers from before, for `raise_after`. Raises `Invalid` for a file that is not a whole backup
    of this engine or was made by a newer program (its migration is not among `revisions`), and `Refused` when the
    database holds something and `force` is not given. Others may stay connected; they see the restored rows at once.
    """
    engine, source = db.engine, embedded if is_sqlite() else server
    source.check(engine, file, revisions)
    if not force and holds_something():
        raise Refused("The database is not empty. Add --force to overwrite everything in it.")
    before = version.stored_versions() if inspect(engine).has_table("version") else {}
    db.session.remove()
    engine.dispose()
    source.read(engine, file)
    return before


def raise_after(before: dict[str, int]) -> None:
    """Every version is higher than it was before the restore and in the backup, so that no cache outlives it."""
    transaction(lambda: version.raise_above(before))


def holds_something() -> bool:
    """True when the database has a row that somebody would miss."""
    found = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return any(
            connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
            for name in KEPT
            if name in found
        )
