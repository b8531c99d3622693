"""What got in a guest's way, as those who work in the house saw it."""

from app.care.friction.errors import Relabelled, UnknownNote
from app.care.friction.operations import note_friction, relabel_note
from app.care.friction.queries import Note, friction_notes, is_noted, note_in, themes_noted

__all__ = [
    "Note",
    "Relabelled",
    "UnknownNote",
    "friction_notes",
    "is_noted",
    "note_friction",
    "note_in",
    "relabel_note",
    "themes_noted",
]
