"""What people ask a house, by the form of the site, in their booking's thread or on the telephone."""

from app.care.enquiries.errors import (
    BookingKnown,
    EnquiryChanged,
    EnquiryClosed,
    NoAddress,
    TooManyMessages,
    UnknownEnquiry,
)
from app.care.enquiries.operations import (
    Asked,
    answer,
    ask_by_form,
    call_complaint,
    close_enquiry,
    forget_enquiries,
    give_enquiry,
    log_call,
    note_enquiry,
    relabel_enquiry,
    tie_to_booking,
    tie_to_notice,
    write_to_house,
)

__all__ = [
    "Asked",
    "BookingKnown",
    "EnquiryChanged",
    "EnquiryClosed",
    "NoAddress",
    "TooManyMessages",
    "UnknownEnquiry",
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
