"""Writing down who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.journal.models import Entry
from app.kernel import clock
from app.store import write

_INSERT = insert(Entry.__table__)


def record(
    action: str,
    subject: str,
    subject_id: int,
    *,
    actor: str = "guest",
    actor_id: int | None = None,
    location_id: int | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """One entry, written in the caller's transaction. `facts` are JSON values that say nothing personal."""
    write(
        _INSERT,
        {
            "at": at or clock.now(),
            "actor": actor,
            "actor_id": actor_id,
            "action": action,
            "subject": subject,
            "subject_id": subject_id,
            "location_id": location_id,
            "facts": facts,
        },
    )
