"""Writing notes on a booking, and taking them away.

In the journal: `noted` and `note_removed`, with the `note`; the words of one that went are in the personal side table.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert

from app.booking.notes.models import BookingNote
from app.booking.operations.changing import locked_booking
from app.journal import record
from app.kernel import clock
from app.store import transaction, write

_note = BookingNote.__table__


def note_booking(booking_id: int, words: str, *, by: int | None) -> int:
    """The id of a new note by that member of staff. Raises `NoSuchBooking`."""

    def work() -> int:
        row, now = locked_booking(booking_id), clock.now()
        columns = {"booking_id": booking_id, "staff_id": by, "words": words, "made_at": now}
        note_id = int(write(insert(_note).returning(_note.c.id), columns).scalar_one())
        _noted("noted", row, note_id, by)
        return note_id

    return transaction(work)


def remove_note(booking_id: int, note_id: int, *, by: int | None) -> bool:
    """The note is gone; False when the booking has none like it, any more: of two who remove it the second is told."""

    def work() -> bool:
        row = locked_booking(booking_id)
        mine = (_note.c.id == note_id, _note.c.booking_id == booking_id)
        words = write(delete(_note).where(*mine).returning(_note.c.words)).scalar_one_or_none()
        if words is None:
            return False
        _noted("note_removed", row, note_id, by, personal={"words": (words, None)})
        return True

    return transaction(work)


def _noted(action: str, row: Any, note_id: int, by: int | None, **more: Any) -> None:
    who: dict[str, Any] = {"actor": "staff", "actor_id": by, "location_id": row.location_id}
    record(action, "booking", row.id, **who, **more, note=note_id)
