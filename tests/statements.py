"""Counts the SQL statements of a piece of work, reads and writes apart, and its commits."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from app.store import version

READING = ("SELECT", "WITH")
WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """The statements in the order in which they were sent; transaction control and savepoints are left out. `commits`
    are transactions that were kept, of whatever connection."""

    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    commits: int = 0

    def __str__(self) -> str:
        return "\n".join([f"{len(self.reads)} reads, {len(self.writes)} writes", *self.reads, *self.writes])


@contextlib.contextmanager
def counted(engine: Engine | type[Engine] = Engine) -> Iterator[Statements]:
    """Every statement that the engine (or any engine) executes inside the block, an executemany once."""
    found = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        verb = statement.lstrip(" (\n").split(None, 1)[0].upper()
        if verb in WRITING:
            found.writes.append(statement)
        elif verb in READING:
            found.reads.append(statement)

    def kept(_connection: Any) -> None:
        found.commits += 1

    asked = version.numbers_now

    def numbers() -> dict[str, int]:
        """The one statement that goes to the driver itself, where no event tells of it."""
        found.reads.append(version.NUMBERS)
        return asked()

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", kept)
    try:
        with patch.object(version, "numbers_now", numbers):
            yield found
    finally:
        event.remove(engine, "commit", kept)
        event.remove(engine, "before_cursor_execute", note)
