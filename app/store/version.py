"""Numbers that rise when something cached in memory has changed.

A writer raises the number in its own transaction; a reader asks for all numbers with one statement and keeps what it
read under the number that was current before it read, so a cache is never newer than it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Engine, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Base, db
from app.store.engines import insert_or_ignore, upsert
from app.store.transaction import before_commit, write

T = TypeVar("T")

CATALOGUE = "catalogue"
LINE = "line"
"""Who waits for which resource."""


class Version(Base):
    __tablename__ = "version"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


_version = Version.__table__
_RAISE = update(_version).where(_version.c.scope == bindparam("raised")).values(number=_version.c.number + 1)


def prices_of(location_id: int) -> str:
    return f"prices:{location_id}"


def stock_of(location_id: int) -> str:
    return f"stock:{location_id}"


def raise_versions(scopes: Iterable[str]) -> None:
    """Each scope's number is one higher, and that of those which `raise_last` named. Rows are taken in one order, so
    that two writers never deadlock; for the same reason they are the last that a transaction locks."""
    forget_versions()
    info = db.session().info
    info[_RAISED] = True
    for scope in sorted({*scopes, *info.pop(_WAITING, ())}):
        if write(_RAISE, {"raised": scope}).rowcount == 0:
            _first(scope)


def raise_last(scopes: Iterable[str]) -> None:
    """As `raise_versions`, together with the next ones that are raised, or before the transaction is committed.

    For what is done in the middle of somebody's transaction, who has other rows to lock yet: the numbers of papers.
    """
    info = db.session().info
    info[_RAISED] = True
    info.setdefault(_WAITING, set()).update(scopes)
    before_commit(_raise_waiting)


def _raise_waiting() -> None:
    if db.session().info.get(_WAITING):
        raise_versions(())


def _first(scope: str) -> None:
    if write(insert_or_ignore(Version, {"scope": scope, "number": 1})).rowcount == 0:
        write(_RAISE, {"raised": scope})


def stored_versions() -> dict[str, int]:
    """Every scope's number as the database has it now, whatever was read before."""
    return dict(db.session().execute(select(Version.scope, Version.number)).all())


def raise_above(before: dict[str, int]) -> None:
    """Each scope's number is higher than now and than in `before`."""
    now = stored_versions()
    for scope in sorted({*now, *before}):
        number = max(now.get(scope, 0), before.get(scope, 0)) + 1
        write(upsert(Version, {"scope": scope, "number": number}, ["scope"]))


NUMBERS = "SELECT scope, number FROM version"
_NUMBERS = select(Version.scope, Version.number)
_SEEN = "quince_versions"
_RAISED = "quince_versions_raised"
_WAITING = "quince_versions_waiting"


def versions() -> dict[str, int]:
    """Every scope's number, read with one statement a session; a scope never raised is absent and counts as 0."""
    return _seen(db.session())[0]


def _seen(session: Session) -> tuple[dict[str, int], Engine]:
    """The numbers that this session has read, and of which database."""
    seen: tuple[dict[str, int], Engine] | None = session.info.get(_SEEN)
    if seen is None:
        begun = session.in_transaction()
        numbers = dict(session.connection().execute(_NUMBERS).all()) if begun else numbers_now()
        seen = session.info[_SEEN] = (numbers, db.engine)
    return seen


def numbers_now() -> dict[str, int]:
    """As the database has them, without beginning the session's transaction.

    A page that is kept needs nothing else, and beginning and ending costs it twice what the statement does. The driver
    is asked itself for the same reason; what it refuses is asked again in the ordinary way, which says what is wrong.
    """
    engine = db.engine
    with suppress(engine.dialect.loaded_dbapi.Error):
        return _said_by_driver(engine)
    with engine.connect() as connection:
        return dict(connection.execute(_NUMBERS).all())


def _said_by_driver(engine: Engine) -> dict[str, int]:
    driver = engine.raw_connection()
    try:
        cursor = driver.cursor()
        cursor.execute(NUMBERS)
        found = dict(cursor.fetchall())
    except BaseException:
        driver.invalidate()
        raise
    driver.close()
    return found


def forget_versions() -> None:
    """The next `versions()` of this session asks again."""
    db.session().info.pop(_SEEN, None)


def unsettled() -> bool:
    """True inside a transaction that has raised a number: what it reads may yet be undone, and is kept by nobody."""
    return _RAISED in db.session().info


class Cached(Generic[T]):
    """What `load` read, kept in memory for each database until the number of `scope` rises."""

    def __init__(self, load: Callable[[], T], scope: str) -> None:
        self._load = load
        self._scope = scope
        self._kept: WeakKeyDictionary[object, tuple[int, T]] = WeakKeyDictionary()

    def get(self) -> T:
        """The current value. Two threads that find it old both load it, and either answer is right."""
        numbers, engine = _seen(db.session())
        number = numbers.get(self._scope, 0)
        kept = self._kept.get(engine)
        if kept is None or kept[0] != number:
            kept = (number, self._load())
            if not unsettled():
                self._kept[engine] = kept
        return kept[1]
