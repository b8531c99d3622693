"""Everything that is held about a guest."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from app.identity.merging.queries import with_merged
from app.identity.models import Guest
from app.identity.reach import belongings
from app.store import db

_guest = Guest.__table__


def everything_about(guest_ids: list[int]) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that belongs to these guests, as JSON values by table and column.

    But for columns marked `SECRET`: what opens something is no use to its guest, and is to whoever steals the file.
    """
    guest_ids = with_merged(guest_ids)
    mails = db.session.scalars(select(_guest.c.email_lower).where(_guest.c.id.in_(guest_ids)).distinct())
    found = {}
    for table, mine in belongings(guest_ids, [mail for mail in mails if mail]).items():
        columns = [column for column in table.columns if not column.info.get("secret")]
        rows = db.session.execute(select(*columns).where(mine).order_by(*table.primary_key.columns))
        found[table.name] = [
            {column.name: _plain(value) for column, value in zip(columns, row, strict=True)} for row in rows
        ]
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date | time) else value
