"""How soon, and how, somebody of a house reaches a guest. Pure."""

from __future__ import annotations

from datetime import timedelta

OPEN, CONTACTED, RESOLVED = "open", "contacted", "resolved"
STATES = {OPEN: "Open", CONTACTED: "Guest reached", RESOLVED: "Resolved"}
"""What each state is called."""

UNTOLD, FAILED_CHOICE = "notice_touch", "notice_choice"
LATE_TASK, LATE_ANSWER, PROMISED_ROOM = "late_task", "late_answer", "promised_room"

SOURCES = {
    "survey": "Low score",
    "task": "Something not right",
    "enquiry": "Complaint",
    "friction_note": "Staff’s own note",
    UNTOLD: "Notice that reached nobody",
    FAILED_CHOICE: "Promise not kept: a choice",
    LATE_TASK: "Promise not kept: in time",
    LATE_ANSWER: "Promise not kept: an answer",
    PROMISED_ROOM: "Promise not kept: the room",
}
"""What a case came from, by the subject that it names; the keys are kept in rows and never change."""

CONTACT_WITHIN = timedelta(hours=24)
"""From the opening to the first contact."""

RESOLVE_WITHIN = timedelta(days=7)
"""From the first contact until it is put right; the group is told of what takes longer."""

ASKED_FOR = timedelta(days=30)
"""So long whoever complained may say whether it is put right."""

UNSEEN = timedelta(hours=1)
"""What a guest in the house said is not right or asked for, and nobody saw to for so long, opens a case."""

MAIL = "mail"
WAYS = {
    MAIL: "A mail from here",
    "telephone": "By telephone",
    "in_person": "In person",
    "elsewhere": "A letter or message from elsewhere",
    "tried": "Tried, and did not reach them",
}
"""How a guest was reached."""
