"""The notes on a booking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.booking.notes.models import BookingNote
from app.identity.staff.models import Staff
from app.store import db

_note, _staff = BookingNote.__table__, Staff.__table__


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote; `by` is empty where it is not known who."""

    id: int
    words: str
    made_at: datetime
    by: str


def notes_about(booking_id: int) -> list[Note]:
    """The newest first; one statement."""
    query = (
        select(_note.c.id, _note.c.words, _note.c.made_at, func.coalesce(_staff.c.name, ""))
        .outerjoin(_staff, _staff.c.id == _note.c.staff_id)
        .where(_note.c.booking_id == booking_id)
        .order_by(_note.c.id.desc())
    )
    return [Note(*row) for row in db.session.execute(query)]
