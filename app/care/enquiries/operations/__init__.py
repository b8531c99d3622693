"""The only writers of enquiries.

In the journal, of the subject `enquiry`: `enquiry_opened` with its `channel`, `enquiry_written`, `enquiry_answered`,
`enquiry_closed`, `enquiry_given`, `enquiry_relabelled`, `enquiry_tied` to a notice, `enquiry_booking_named`,
`enquiry_complaint`, and `enquiry_noted`. Words are never in it: they stand in the messages.
"""

from app.care.enquiries.operations.answering import (
    answer,
    close_enquiry,
    give_enquiry,
    note_enquiry,
    relabel_enquiry,
)
from app.care.enquiries.operations.asking import Asked, ask_by_form, log_call, write_to_house
from app.care.enquiries.operations.forgetting import forget_enquiries
from app.care.enquiries.operations.naming import call_complaint, tie_to_booking
from app.care.enquiries.operations.noticing import tie_to_notice

__all__ = [
    "Asked",
    "answer",
    "ask_by_form",
    "call_complaint",
    "close_enquiry",
    "forget_enquiries",
    "give_enquiry",
    "log_call",
    "note_enquiry",
    "relabel_enquiry",
    "tie_to_booking",
    "tie_to_notice",
    "write_to_house",
]
