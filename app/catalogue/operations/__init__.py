"""Changing what the group has. Every change is seen by all processes at their next page."""

from app.catalogue.operations.editing import add_row, close_row, drop_row, edit_row, open_row
from app.catalogue.operations.rows import add, add_all, rename_location
from app.catalogue.operations.wording import newest_words, publish_document, word_mails

__all__ = [
    "add",
    "add_all",
    "add_row",
    "close_row",
    "drop_row",
    "edit_row",
    "newest_words",
    "open_row",
    "publish_document",
    "rename_location",
    "word_mails",
]
