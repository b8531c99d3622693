"""The forms on the page of an enquiry."""

from __future__ import annotations

import wtforms

from app.care.enquiries.models import EnquiryMessage
from app.care.themes import THEMES
from app.web.forms import AsLongAs, ChoiceOf, Form, Required

UNSEEN = -1
"""Of a form that does not say what it saw."""


class EnquiryForm(Form):
    """What the forms of an enquiry have in common: the revision that they saw."""

    seen = wtforms.StringField()

    @property
    def revision(self) -> int:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else UNSEEN


class AnswerForm(EnquiryForm):
    answer_words = wtforms.TextAreaField(
        "Your answer", [Required("Write the answer first"), AsLongAs(EnquiryMessage.words)]
    )
    close = wtforms.BooleanField("And close it")


class ThemeForm(EnquiryForm):
    theme = ChoiceOf("Theme", choices=[*THEMES.items()], sentence="Choose the theme from the list",
                     validators=[Required("Choose the theme from the list")])  # fmt: skip


class NoticeForm(EnquiryForm):
    notice = wtforms.StringField()


class BookingForm(EnquiryForm):
    reference = wtforms.StringField("Its reference", [Required("Enter the booking’s reference")])


class OwnerForm(EnquiryForm):
    owner = wtforms.StringField()


class NoteForm(EnquiryForm):
    note_words = wtforms.TextAreaField("A note", [Required("Write the note first"), AsLongAs(EnquiryMessage.words)])


KINDS = {
    "answer": AnswerForm, "theme": ThemeForm, "notice": NoticeForm, "booking": BookingForm, "owner": OwnerForm,
    "note": NoteForm, "close": EnquiryForm,
}  # fmt: skip
