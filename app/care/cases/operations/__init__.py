"""The only writers of cases.

In the journal, of the subject `care_case`: `case_opened` with its `owner`, `case_contacted`, `case_handed_over`,
`case_booking_named`, `case_resolved`, `case_reopened`, `case_escalated`, `case_asked_again`, `case_put_right`,
`case_remedied` with its `amount_minor`, and `case_noted`. Words are never in it: they stand in the notes.
"""

from app.care.cases.operations.asking import answer_caller, ask_caller
from app.care.cases.operations.complaining import complain, complain_unbooked, name_booking
from app.care.cases.operations.forgetting import forget_cases
from app.care.cases.operations.opening import Caller, Opening, open_case, reopen_case
from app.care.cases.operations.remedying import give_remedy
from app.care.cases.operations.tending import add_note, contact_guest, hand_over_case, resolve_case
from app.care.cases.operations.watching import ask_again, escalate_case, say_put_right

__all__ = [
    "Caller",
    "Opening",
    "add_note",
    "answer_caller",
    "ask_again",
    "ask_caller",
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
