"""Writing down who did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from app.journal.models import Entry, PersonalEntry
from app.kernel import clock
from app.store import transaction, write

_INSERT = insert(Entry.__table__)
_INSERT_NUMBERED = insert(Entry.__table__).returning(Entry.__table__.c.id)
_INSERT_PERSONAL = insert(PersonalEntry.__table__)


def record(
    action: str,
    subject: str,
    subject_id: int,
    *,
    actor: str = "guest",
    actor_id: int | None = None,
    location_id: int | None = None,
    at: datetime | None = None,
    personal: Mapping[str, tuple[str | None, str | None]] | None = None,
    **facts: Any,
) -> None:
    """One entry, written in the caller's transaction. `facts` are JSON values that say nothing personal.

    `personal` are fields with their words before and after, which erasure and retention delete.
    """
    row = {
        "at": at or clock.now(),
        "actor": actor,
        "actor_id": actor_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "location_id": location_id,
        "facts": facts,
    }
    if not personal:
        write(_INSERT, row)
        return
    entry_id = write(_INSERT_NUMBERED, row).scalar_one()
    write(
        _INSERT_PERSONAL,
        [
            {"entry_id": entry_id, "field": field, "before": before, "after": after}
            for field, (before, after) in personal.items()
        ],
    )


def forget_personal(before: datetime) -> int:
    """What stood before and after in personal fields that were changed before then is gone; answers how many fields."""
    old = select(Entry.__table__.c.id).where(Entry.__table__.c.at < before)
    gone = delete(PersonalEntry.__table__).where(PersonalEntry.__table__.c.entry_id.in_(old))
    return transaction(lambda: int(write(gone).rowcount))
