"""Notes as whoever runs a house reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.care.friction.models import FrictionNote
from app.identity.staff.models import Staff
from app.store import db

_note, _staff = FrictionNote.__table__, Staff.__table__
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Note:
    """A note and who wrote it; `location_id` is None for one of the whole group."""

    id: int
    location_id: int | None
    page: str
    words: str
    theme: str
    made_at: datetime
    by: str


def friction_notes(location_id: int | None, theme: str = "", before: int | None = None) -> list[Note]:
    """Fifty notes of a house, of all where None, the newest first: those of a theme, and older than that id."""
    own = _of(location_id)
    if theme:
        own.append(_note.c.theme == theme)
    if before is not None:
        own.append(_note.c.id < before)
    columns = (_note.c.id, _note.c.location_id, _note.c.page, _note.c.words, _note.c.theme, _note.c.made_at)
    rows = db.session.execute(
        select(*columns, _staff.c.name)
        .join(_staff, _staff.c.id == _note.c.staff_id)
        .where(*own)
        .order_by(_note.c.id.desc())
        .limit(AT_ONCE)
    )
    return [Note(*row) for row in rows]


def note_in(note_id: int, location_id: int) -> Note | None:
    """The note of that house; None where it has none with this id."""
    columns = (_note.c.id, _note.c.location_id, _note.c.page, _note.c.words, _note.c.theme, _note.c.made_at)
    query = select(*columns, _staff.c.name).join(_staff, _staff.c.id == _note.c.staff_id)
    row = db.session.execute(query.where(_note.c.id == note_id, _note.c.location_id == location_id)).one_or_none()
    return Note(*row) if row else None


def is_noted(note_id: int, location_id: int | None) -> bool:
    """Whether there is such a note of a house, of any where None."""
    return db.session.execute(select(_note.c.id).where(_note.c.id == note_id, *_of(location_id))).first() is not None


def themes_noted(location_id: int | None) -> dict[str, int]:
    """How many notes of a house, of all where None, each theme has."""
    counts = select(_note.c.theme, func.count().label("noted")).where(*_of(location_id)).group_by(_note.c.theme)
    return {row.theme: row.noted for row in db.session.execute(counts)}


def _of(location_id: int | None) -> list[ColumnElement[bool]]:
    return [] if location_id is None else [_note.c.location_id == location_id]
