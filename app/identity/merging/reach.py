"""Which columns of any table name a guest, found in the store's metadata: no area has to be known here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table

from app.identity.models import Guest
from app.store import Base


def guest_keys() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column with a guest's key that changes hands in a merge; who was merged before among them.

    Not those marked `OTHERS`, and none of an append-only table: what a guest agreed to stays with the name under which
    they did, and is read for both (`with_merged`). What is counted from other rows is counted again.
    """
    yield Guest.__table__, Guest.__table__.c.merged_into_id
    for table in Base.metadata.sorted_tables:
        if table.info.get("append_only") or table.info.get("derived"):
            continue
        for key in table.foreign_keys:
            if key.column.table is Guest.__table__ and not key.parent.info.get("others"):
                yield table, key.parent
