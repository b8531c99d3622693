"""The database handle, and what differs between its two engines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, Table, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, registry

from app.store.types import Instant

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WRITING = "quince_writing"


class Base(DeclarativeBase):
    """Every table's class. Flask-SQLAlchemy copies it, so the registry is stated and shared."""

    if TYPE_CHECKING:
        __table__: ClassVar[Table]

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: Instant})


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` gets: pysqlite3 for SQLite, a pool that outlives a restart for PostgreSQL.

    Errors, which are logged, name statements and never what a guest typed into them.
    """
    if url.startswith("sqlite"):
        import pysqlite3.dbapi2 as sqlite

        return {"module": sqlite, "pool_size": 16, "connect_args": {"timeout": 10}, "hide_parameters": True}
    return {"pool_size": 8, "max_overflow": 16, "pool_pre_ping": True, "hide_parameters": True}


def normalised_url(url: str) -> str:
    """The URL with psycopg 3 named where only PostgreSQL was."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-65536",
    "mmap_size=268435456",
    "temp_store=MEMORY",
)


@event.listens_for(Engine, "connect")
def _set_up(connection: DBAPIConnection, _record: object) -> None:
    """SQLite as this site needs it. PostgreSQL plans for the first tenth of what is streamed unless it is told that all
    of it will be read, and takes three times as long for the whole."""
    cursor = connection.cursor()
    if "sqlite" in type(connection).__module__:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    else:
        connection.autocommit = True  # else the pool takes it back with the first transaction
        cursor.execute("SET cursor_tuple_fraction = 1")
        connection.autocommit = False
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """A deferred BEGIN waits for nobody and cannot fail, so it goes straight to the driver, in a tenth of the time."""
    if connection.dialect.name != "sqlite":
        return
    if connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("BEGIN")
