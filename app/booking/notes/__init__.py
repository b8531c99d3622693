"""What the house tells itself about a booking; the guest's own pages never show it."""

from app.booking.notes.operations import note_booking, remove_note
from app.booking.notes.queries import Note, notes_about

__all__ = ["Note", "note_booking", "notes_about", "remove_note"]
