"""Cases: guests to whom something went wrong, and who agreed to be written to."""

from app.care.cases.errors import CaseChanged, NoBooking, NotContacted, UnknownCase
from app.care.cases.operations import (
    Caller,
    Opening,
    add_note,
    ask_again,
    complain,
    complain_unbooked,
    contact_guest,
    escalate_case,
    forget_cases,
    give_remedy,
    hand_over_case,
    name_booking,
    open_case,
    reopen_case,
    resolve_case,
    say_put_right,
)

__all__ = [
    "Caller",
    "CaseChanged",
    "NoBooking",
    "NotContacted",
    "Opening",
    "UnknownCase",
    "add_note",
    "ask_again",
    "complain",
    "complain_unbooked",
    "contact_guest",
    "escalate_case",
    "forget_cases",
    "give_remedy",
    "hand_over_case",
    "name_booking",
    "open_case",
    "reopen_case",
    "resolve_case",
    "say_put_right",
]
