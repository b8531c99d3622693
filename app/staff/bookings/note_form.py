"""The form with which the house tells itself something about a booking."""

from __future__ import annotations

import wtforms

from app.booking.notes.models import BookingNote
from app.web.forms import AsLongAs, Form, Required


class NoteForm(Form):
    note = wtforms.TextAreaField(
        "What the others should know",
        [Required("Write what the others should know"), AsLongAs(BookingNote.words)],
        description="No page shows it to the guest, but it is about them: they get it when they ask what we hold",
    )
