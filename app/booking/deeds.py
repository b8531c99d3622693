"""What happened to a booking: the deeds of its journal and the mails that went out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, union_all

from app.journal.models import Entry
from app.outbox.models import Message
from app.store import db

WROTE = "wrote"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened. `action` is the journal's word, or `wrote` for a mail, whose `kind` is its kind.

    `facts` say nothing personal.
    """

    at: datetime
    action: str
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeedBy:
    """An entry of the journal, and whose deed it was: `actor` with the id of a member of staff or a guest."""

    at: datetime
    action: str
    actor: str
    actor_id: int | None
    facts: Mapping[str, Any]


def deeds_of(booking_id: int) -> list[DeedBy]:
    """All that was done to a booking, the newest first; one statement."""
    entry = Entry.__table__
    rows = db.session.execute(
        select(entry.c.at, entry.c.action, entry.c.actor, entry.c.actor_id, entry.c.facts)
        .where(entry.c.subject == "booking", entry.c.subject_id == booking_id)
        .order_by(entry.c.id.desc())
    )
    return [DeedBy(*row) for row in rows]


def history_of(booking_id: int) -> list[Deed]:
    """Everything about a booking in order of time; one statement. A mail counts once it was sent and has not failed."""
    entry, message = Entry.__table__, Message.__table__
    deeds = select(entry.c.at, entry.c.action, literal("").label("kind"), entry.c.facts, entry.c.id).where(
        entry.c.subject == "booking", entry.c.subject_id == booking_id
    )
    mails = select(message.c.sent_at, literal(WROTE), message.c.kind, message.c.facts, message.c.id).where(
        message.c.subject == "booking", message.c.subject_id == booking_id, message.c.state == "sent"
    )
    both = union_all(deeds, mails).subquery()
    rows = db.session.execute(select(both).order_by(both.c.at, both.c.action == WROTE, both.c.id))
    return [Deed(row.at, row.action, row.kind, row.facts) for row in rows]
