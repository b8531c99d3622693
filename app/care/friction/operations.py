"""Writing notes down, and sorting them."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from app.care.friction.errors import Relabelled, UnknownNote
from app.care.friction.models import FrictionNote
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

_note = FrictionNote.__table__


def note_friction(words: str, theme: str, page: str, *, location_id: int | None, by: int) -> int:
    """The id of a new note by that member of staff."""
    row = {
        "location_id": location_id,
        "staff_id": by,
        "page": page[:200],
        "words": words,
        "theme": theme,
        "made_at": clock.now(),
    }

    def work() -> int:
        note_id = int(write(insert(_note).returning(_note.c.id), row).scalar_one())
        record(
            "friction_noted",
            "friction_note",
            note_id,
            actor="staff",
            actor_id=by,
            location_id=location_id,
            theme=theme,
        )
        return note_id

    return transaction(work)


def relabel_note(note_id: int, theme: str, *, seen: str, location_id: int | None, by: int) -> None:
    """The note has this theme. Only a note of that location, any where None.

    Raises `UnknownNote`, and `Relabelled` where its theme is not the one that was seen: of two at once one wins.
    """

    def work() -> None:
        here = () if location_id is None else (_note.c.location_id == location_id,)
        row = db.session.execute(select(_note.c.theme, _note.c.location_id).where(_note.c.id == note_id, *here))
        found = row.one_or_none()
        if found is None:
            raise UnknownNote
        changed = update(_note).where(_note.c.id == note_id, _note.c.theme == seen).values(theme=theme)
        if write(changed).rowcount == 0:
            raise Relabelled(found.theme)
        record(
            "friction_relabelled",
            "friction_note",
            note_id,
            actor="staff",
            actor_id=by,
            location_id=found.location_id,
            before=seen,
            after=theme,
        )

    transaction(work)
