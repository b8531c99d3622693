"""Numbers that rise when something cached in memory has changed.

A writer raises the number in its own transaction; a reader asks for all numbers with one statement and keeps what it
read under the number that was current before it read, so a cache is never newer than it says.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, db
from app.store.engines import insert_or_ignore
from app.store.transaction import write

CATALOGUE = "catalogue"


class Version(Base):
    __tablename__ = "version"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


def prices_of(location_id: int) -> str:
    return f"prices:{location_id}"


def stock_of(location_id: int) -> str:
    return f"stock:{location_id}"


def raise_versions(scopes: Iterable[str]) -> None:
    """Each scope's number is one higher. Rows are taken in one order, so that two writers never deadlock."""
    for scope in sorted(set(scopes)):
        if (
            write(update(Version).where(Version.scope == scope).values(number=Version.number + 1)).rowcount
            == 0
        ):
            _first(scope)


def _first(scope: str) -> None:
    if write(insert_or_ignore(Version, {"scope": scope, "number": 1})).rowcount == 0:
        write(update(Version).where(Version.scope == scope).values(number=Version.number + 1))


_NUMBERS = select(Version.scope, Version.number)


def versions() -> dict[str, int]:
    """Every scope's number, read with one statement; a scope never raised is absent and counts as 0."""
    return dict(db.session().execute(_NUMBERS))
