"""What the journal says of the demo: how far it was brought, and what was planted in its visits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.demo.rows import table_of
from app.journal.models import Entry
from app.store import db, write

SEEDED, PLANTED, TASTES = "seeded", "planted", "tastes_planted"


def brought_to() -> datetime | None:
    """The instant to which the group was brought last; None before its first bookings."""
    entry = table_of(Entry)
    latest = select(entry.c.at).where(entry.c.subject == "demo", entry.c.action == SEEDED)
    return db.session.execute(latest.order_by(entry.c.id.desc()).limit(1)).scalar_one_or_none()


def planted() -> dict[str, Any] | None:
    """What was planted when the group was seeded, faults and tastes; None where nothing was."""
    entry = table_of(Entry)
    found = select(entry.c.facts).where(entry.c.subject == "demo", entry.c.action.in_((PLANTED, TASTES)))
    told = [facts for (facts,) in db.session.execute(found.order_by(entry.c.id))]
    return {name: value for facts in told for name, value in facts.items()} or None


def mark(at: datetime, action: str = SEEDED, facts: dict[str, Any] | None = None) -> None:
    """The journal says so."""
    entry = {"at": at, "actor": "system", "action": action, "subject": "demo", "subject_id": 1, "facts": facts or {}}
    write(insert(table_of(Entry)), entry)
