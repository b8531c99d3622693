"""Column types that mean the same on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC. Naive datetimes are refused; SQLite keeps the UTC wall time without its offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""64-bit on PostgreSQL; SQLite's INTEGER, which is 64-bit too and the only one that numbers itself."""

Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Slug = Annotated[str, mapped_column(String(60))]
Name = Annotated[str, mapped_column(String(120))]
Words = Annotated[str, mapped_column(String(20_000))]
Currency = Annotated[str, mapped_column(String(3))]
Facts = Annotated[dict[str, Any], mapped_column(Document)]

APPEND_ONLY = {"append_only": True}
"""The `info` of every table whose rows are never changed or deleted; triggers hold it."""

PERSONAL = {"personal": True}
"""The `info` of every column that says something about a person; erasure and a test walk these marks."""

KEPT_BY_LAW = {"kept_by_law": True}
"""The `info` of a table whose personal columns a law keeps beyond erasure until a retention job takes them."""

MAIL = PERSONAL | {"mail": True}
"""The `info` of a personal column that holds a mail address, by which its row is known to be somebody's."""

FORGOTTEN = {"forgotten": True}
"""The `info` of a table whose rows say nothing once their guest is erased: they are deleted whole."""

DERIVED = {"derived": True}
"""The `info` of a table whose rows are counted from others: a merge of guests leaves it to be counted again."""

SECRET = {"secret": True}
"""The `info` of a column that opens something: never exported, not even to the guest it is about."""

OTHERS = {"others": True}
"""The `info` of a foreign key to what is somebody else's: who finds their own data does not follow it."""
