"""Writes what the demo's guests asked, and the cases of those who complained, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from app.care.cases.models import Case, CaseNote
from app.care.cases.rules import CONTACT_WITHIN, CONTACTED, OPEN, RESOLVED
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.rules import FORM, GUEST, HOUSE, PHONE
from app.care.themes import THEMES
from app.demo.enquiries.said import Question, questions
from app.demo.rows import SENT_AFTER, Row, insert_all
from app.demo.voices.asked import Known
from app.demo.voices.looked_after import SPOKE, ended
from app.journal.models import Entry
from app.outbox.models import Message
from app.store import reserve_ids

SUBJECT = "enquiry"


def write_enquiries(known: Sequence[Known], since: datetime, until: datetime, *, desk_id: int, manager_id: int) -> int:
    """What these guests asked after `since` and before `until` is there, answered by that member of staff as far as it
    was by then; complaints are cases of the manager's. Answers how many."""
    asked = list(questions(known, since, until))
    numbered = list(zip(reserve_ids(Enquiry, len(asked)), asked, strict=True))
    insert_all(Enquiry, [_row(number, one, desk_id) for number, one in numbered])
    said = [(number, one, row) for number, one in numbered for row in _said(number, one, desk_id)]
    ids = reserve_ids(EnquiryMessage, len(said))
    insert_all(EnquiryMessage, [{"id": own, **row} for own, (_, _, row) in zip(ids, said, strict=True)])
    told = zip(ids, said, strict=True)
    insert_all(Message, [_mail(number, one, row, own) for own, (number, one, row) in told if _mailed(one, row)])
    insert_all(Entry, [entry for number, one in numbered for entry in _entries(number, one, desk_id)])
    _write_cases([(number, one) for number, one in numbered if one.complaint], manager_id, until)
    return len(asked)


def _row(number: int, one: Question, desk_id: int) -> Row:
    person = one.known.booked.guest
    form = one.channel == FORM
    return {
        "id": number,
        "location_id": one.known.location_id,
        "booking_id": one.booking_id,
        "guest_id": one.known.guest_id if one.booking_id else None,
        "channel": one.channel,
        "theme": one.theme,
        "complaint": one.complaint,
        "name": person.name if form else "",
        "email": person.email if form else None,
        "phone": "",
        "owner_id": desk_id if one.answered_at or one.channel == PHONE else None,
        "revision": 1 if one.answered_at else 0,
        "opened_at": one.at,
        "waiting_since": None if one.answered_at else one.at,
        "first_answer_at": one.answered_at,
        "closed_at": one.closed_at,
    }


def _said(number: int, one: Question, desk_id: int) -> Iterator[Row]:
    by = desk_id if one.channel == PHONE else None
    yield {"enquiry_id": number, "side": GUEST, "words": one.words, "staff_id": by, "written_at": one.at}
    if one.answered_at:
        told = {"side": HOUSE, "words": one.reply, "staff_id": desk_id, "written_at": one.answered_at}
        yield {"enquiry_id": number, **told}


def _mailed(one: Question, row: Row) -> bool:
    return row["side"] == HOUSE and one.answered_at != one.at


def _mail(number: int, one: Question, row: Row, message_id: int) -> Row:
    """The answer as it went."""
    at = row["written_at"]
    return {
        "kind": "enquiry_answer", "subject": SUBJECT, "subject_id": number, "occasion": str(message_id),
        "template_version": 1, "language": "en", "address": one.known.booked.guest.email,
        "facts": {"enquiry": number, "message": message_id},
        "message_id": f"<enquiry_answer-{SUBJECT}-{number}-{message_id}@quince>", "state": "sent", "attempts": 1,
        "made_at": at, "due_at": at, "sent_at": at + SENT_AFTER,
    }  # fmt: skip


def _entries(number: int, one: Question, desk_id: int) -> Iterator[Row]:
    by_desk = {"actor": "staff", "actor_id": desk_id}
    opened = by_desk if one.channel == PHONE else {"actor": "guest", "actor_id": None}
    about = {"subject": SUBJECT, "subject_id": number, "location_id": one.known.location_id}
    yield {"at": one.at, **opened, "action": "enquiry_opened", **about, "facts": {"channel": one.channel}}
    if one.answered_at and one.answered_at != one.at:
        yield {"at": one.answered_at, **by_desk, "action": "enquiry_answered", **about, "facts": {"closed": False}}


def _write_cases(complaints: Sequence[tuple[int, Question]], manager_id: int, until: datetime) -> None:
    made = [_case(number, one, manager_id, until) for number, one in complaints]
    ids = reserve_ids(Case, len(made))
    insert_all(Case, [{"id": own, **case} for own, (case, _) in zip(ids, made, strict=True)])
    notes = [{"case_id": own, **note} for own, (_, own_notes) in zip(ids, made, strict=True) for note in own_notes]
    insert_all(CaseNote, notes)
    insert_all(Entry, [_opened(own, case) for own, (case, _) in zip(ids, made, strict=True)])


def _case(number: int, one: Question, manager_id: int, until: datetime) -> tuple[Row, list[Row]]:
    """The case of a complaint as far as it has come, with its notes. The last days' are left to be asked about."""
    random = Random(f"complaint {one.known.booked.reference}")
    contacted_at, due_at = one.at + timedelta(hours=random.uniform(1, 26)), one.at + CONTACT_WITHIN
    resolved_at = contacted_at + timedelta(hours=random.uniform(2, 90))
    state = RESOLVED if resolved_at < until else CONTACTED if contacted_at < until else OPEN
    late = contacted_at > due_at and due_at < until
    person, unbooked = one.known.booked.guest, one.booking_id is None
    case = {
        "location_id": one.known.location_id, "booking_id": one.booking_id, "guest_id": one.known.guest_id,
        "name": person.name if unbooked else "", "email": person.email if unbooked else None,
        "subject": SUBJECT, "subject_id": number, "title": f"Complaint: {THEMES[one.theme].lower()}",
        "words": one.words, "state": state, "owner_id": manager_id if state != OPEN else None,
        "theme": one.theme if state == RESOLVED else None, "revision": 0, "closings": int(state == RESOLVED),
        "opened_at": one.at, "due_at": due_at, "contacted_at": contacted_at if state != OPEN else None,
        "resolved_at": resolved_at if state == RESOLVED else None, "escalated_at": due_at if late else None,
        "asked_again_at": None, "put_right_at": None,
    }  # fmt: skip
    notes: list[Row] = []
    if state != OPEN:
        notes.append(_note("contact", "telephone", random.choice(SPOKE), manager_id, contacted_at))
    if state == RESOLVED:
        notes.append(_note("ended", None, ended(random, resolved_at, until), manager_id, resolved_at))
    return case, notes


def _note(kind: str, way: str | None, words: str, by: int, at: datetime) -> Row:
    return {"kind": kind, "way": way, "words": words, "staff_id": by, "written_at": at}


def _opened(case_id: int, case: Row) -> Row:
    return {
        "at": case["opened_at"], "actor": "guest", "actor_id": None, "action": "case_opened", "subject": "care_case",
        "subject_id": case_id, "location_id": case["location_id"], "facts": {"of": SUBJECT},
    }  # fmt: skip
