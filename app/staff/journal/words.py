"""The journal's deeds in words. One that is not listed is read as it is spelled."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.inventory.packing.rules import runs_by_door
from app.kernel.words import listed, money, span
from app.staff.journal.names import Names

NIGHTLY = ("doors", "moved", "given")
"""Facts that are pairs of a night and what it had; `given` are doors with the first night and the day of leaving."""

NOBODY = Names()

ACTIONS = {
    "agent_added": "Took on an agent",
    "agent_changed": "Changed an agent",
    "answer_relabelled": "Gave a comment another theme",
    "allergies_let_go": "Wants an allergy kept no longer",
    "allergies_read": "Read the allergies",
    "amended": "Changed the booking",
    "audience_set": "Said whom an offer is for",
    "block_held": "Kept rooms for a group",
    "block_picked_up": "Booked out of a group’s block",
    "block_released": "Gave back a group’s rooms",
    "block_shrunk": "Kept fewer rooms for a group",
    "booked": "Booked",
    "bound_set": "Set a floor or ceiling",
    "call_lost": "Logged a lost call",
    "campaign_changed": "Changed a letter",
    "campaign_draft": "Took a letter back to a draft",
    "campaign_made": "Wrote a letter",
    "campaign_paused": "Paused a letter",
    "campaign_ready": "Released a letter",
    "campaign_sending": "Let a letter go on",
    "campaign_stopped": "Stopped a letter",
    "cancelled": "Cancelled",
    "case_asked_again": "Asked a guest whether it is put right",
    "case_booking_named": "Said which booking a case is about",
    "case_contacted": "Was in touch about a case",
    "case_escalated": "Told the group of a case",
    "case_handed_over": "Handed a case over",
    "case_noted": "Noted something on a case",
    "case_opened": "Opened a case",
    "case_put_right": "Said that it is put right",
    "case_remedied": "Made good on the bill",
    "case_reopened": "Opened a case again",
    "case_resolved": "Resolved a case",
    "charge_corrected": "Corrected a charge",
    "charged": "Charged",
    "checked_in": "Checked in",
    "checked_out": "Checked out",
    "corrected": "Corrected",
    "enquiry_answered": "Answered an enquiry",
    "enquiry_booking_named": "Said which booking an enquiry is about",
    "enquiry_closed": "Closed an enquiry",
    "enquiry_complaint": "Called an enquiry a complaint",
    "enquiry_given": "Gave an enquiry",
    "enquiry_noted": "Noted something on an enquiry",
    "enquiry_opened": "Asked the house something",
    "enquiry_relabelled": "Gave an enquiry another theme",
    "enquiry_tied": "Said which notice an enquiry is about",
    "enquiry_written": "Wrote to the house",
    "erased": "Forgot a guest",
    "friction_noted": "Noted what got in the way",
    "friction_relabelled": "Gave a note another theme",
    "goodwill": "Gave goodwill",
    "held": "Held a room",
    "history_off": "Wants their history not used",
    "history_on": "Wants their history used",
    "hold_extended": "Held a room longer for a caller",
    "hold_released": "Let a caller’s room go",
    "holdout_released": "Showed offers to most of the hold-out",
    "invitation_taken": "Chose their keys",
    "joined": "Joined the waitlist",
    "lapsed": "Lapsed",
    "let_in_unsuited": "Let them into a room that lacks something",
    "left": "Left the waitlist",
    "no_show": "Did not come",
    "notice_chosen": "Chose what to do about a notice",
    "note_removed": "Took a note away",
    "noted": "Noted something about a booking",
    "offered": "Was offered a place",
    "opened_for_booking": "Opened the house for booking",
    "paid": "Paid",
    "password_changed": "Changed their password",
    "pay_link_sent": "Mailed a caller the way to pay",
    "people_kept": "Wrote down the party",
    "pin_set": "Set a PIN",
    "plan_drafted": "Drafted a rate plan",
    "preference_corrected": "Corrected what is remembered",
    "preference_forgotten": "Forgot something remembered",
    "preference_noted": "Noted a preference",
    "preference_said": "Said something about themselves",
    "prices_answered": "Said what was done about a price that differed",
    "prices_differed": "Found a price that was not everybody’s",
    "promotion_changed": "Changed an offer",
    "promotion_made": "Made an offer",
    "promotion_paused": "Paused an offer",
    "promotion_started": "Started an offer",
    "promotion_stopped": "Stopped an offer",
    "planted": "Planted faults in the demonstration",
    "published": "Published rates",
    "rates_discarded": "Threw drafted rates away",
    "rates_drafted": "Drafted rates",
    "rates_published": "Published rates",
    "readdressed": "Gave the booking to somebody else",
    "refund_asked": "Asked for a refund",
    "register_kept": "Wrote the register",
    "remedied": "Took off the remedy of a notice",
    "requoted": "Priced anew",
    "resold": "Sold a room again",
    "roles_changed": "Changed roles",
    "room_given": "Gave a room",
    "room_promised": "Promised a room",
    "room_state_set": "Set how a room stands",
    "seeded": "Brought the demonstration on",
    "segment_changed": "Changed a segment",
    "segment_made": "Made a segment",
    "seen_forgotten": "Wants something not concluded again",
    "signed_in": "Signed in",
    "staff_added": "Took somebody on",
    "staff_closed": "Closed an account",
    "staff_invited": "Invited somebody to choose keys",
    "stay_cancelled": "Cancelled a room",
    "stay_no_show": "Did not come to a room",
    "stopped_booking": "Stopped taking bookings",
    "suggested_again": "Said that two guests may be one after all",
    "supper_moved": "Moved a supper",
    "taken": "Took a place",
    "survey_answered": "Answered a survey",
    "survey_refused": "Asked for no more surveys",
    "task_added": "Added a task",
    "task_described": "Described a task",
    "task_done": "Did a task",
    "task_given": "Gave a task",
    "told_apart": "Said that two guests are two",
    "vat_withdrawn": "Withdrew a rate of VAT",
    "view_dropped": "Dropped a view",
    "view_kept": "Kept a view",
    "worded": "Reworded a mail",
}
ACTORS = {"guest": "A guest", "system": "Quince", "import": "An import", "agent": "An agent"}
LONGEST = 400
"""Characters of a value on the page; the CSV has all."""


def action_words(action: str) -> str:
    return ACTIONS.get(action) or name_words(action)


def name_words(name: str) -> str:
    """`holds_from_on` as `Holds from`, `amount_minor` as `Amount`."""
    bare = name
    for end in ("_minor", "_on", "_at", "_id", "_bp"):
        bare = bare.removesuffix(end)
    return (bare or name).replace("_", " ").capitalize()


def value_words(value: Any, name: str = "", names: Names = NOBODY) -> str:
    """A fact as a person reads it: amounts with their currency, rooms by name, lists with commas, nothing as such."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _number_words(value, name, names)
    if isinstance(value, dict):
        return ", ".join(f"{name_words(key).lower()} {_inner(one, key, name, names)}" for key, one in value.items())
    if name in NIGHTLY and isinstance(value, list):
        return _runs_words(value, name, names)
    if isinstance(value, list | tuple):
        return ("; " if any(isinstance(one, dict) for one in value) else ", ").join(
            value_words(one, name, names) for one in value
        )
    return str(value)


def _number_words(value: int, name: str, names: Names) -> str:
    if name.endswith("_minor"):
        return money(value, names.currency, pence=True)
    if name.endswith("_bp"):
        return f"{value / 100:g}%"
    return names.of(name, value)


def _inner(value: Any, key: str, name: str, names: Names) -> str:
    """A value inside a fact: rates of a span from the least to the most, and how far a plan lies from its base."""
    if key in ("before", "after") and name == "rates":
        least, most = value
        words = [value_words(one, "rate_minor", names) for one in dict.fromkeys((least, most))]
        return " to ".join(words)
    if key in ("before", "after") and name == "plans":
        return f"{value_words(value[0], 'percent_bp', names)} and {value_words(value[1], 'more_minor', names)}"
    return value_words(value, key, names)


def _runs_words(nights: list[Any], name: str, names: Names) -> str:
    """Nights and what they had, as runs: 19 Lovage, Fri 5 to Sun 7 March."""
    if name == "given":
        runs = [(door, date.fromisoformat(first), date.fromisoformat(until)) for door, first, until in nights]
    else:
        runs = runs_by_door({date.fromisoformat(night): number for night, number in nights})
    return listed([f"{names.of(name, number)}, {span(first, until)}" for number, first, until in runs])
