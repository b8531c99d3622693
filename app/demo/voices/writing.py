"""Writes what the demo's guests were asked and said, and what the houses did about it, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import update

from app.booking.effort import Effort
from app.care.cases.models import Case, CaseNote
from app.demo.rows import SENT_AFTER, Row, insert_all
from app.demo.voices.answering import after_case
from app.demo.voices.asked import Asked, Known, answer_row, asked_about, surveys
from app.demo.voices.looked_after import Tended, tended
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.operations.answering import PUT_RIGHT
from app.experience.surveys.rules import CASE, STAY
from app.journal.models import Entry
from app.outbox.models import Message
from app.store import reserve_ids, write

SURVEY, REMINDER, AFTER_CASE = "survey", "survey_reminder", "case_closed"
"""The mails in which guests are asked how it was."""


class Voices(NamedTuple):
    """What was written."""

    surveys: int
    answers: int
    cases: int


def write_voices(
    known: Sequence[Known], efforts: Mapping[str, Effort], since: datetime, until: datetime, manager_id: int
) -> Voices:
    """Surveys, answers, mails and cases of these bookings, asked after `since` and by `until`, are there."""
    asked = list(surveys(known, efforts, since, until))
    numbered, answers = _write_surveys(asked)
    cases = _write_cases(numbered, manager_id, until)
    again = [_again(case_id, one, until) for case_id, one in cases if one.case["asked_again_at"]]
    _close_by_guests(again)
    return Voices(len(asked) + len(again), answers + _write_surveys(again)[1], len(cases))


def _write_surveys(asked: Sequence[Asked]) -> tuple[list[tuple[int, Asked]], int]:
    """The surveys with their ids, and how many of them were answered."""
    numbered = list(zip(reserve_ids(Survey, len(asked)), asked, strict=True))
    insert_all(Survey, [one.row(survey_id) for survey_id, one in numbered])
    answers = [
        answer_row(survey_id, one.reply, one.answered_at)
        for survey_id, one in numbered
        if one.reply and one.answered_at
    ]
    insert_all(Answer, answers)
    insert_all(Message, [row for one in asked for row in _mails(one)])
    return numbered, len(answers)


def _again(case_id: int, one: Tended, until: datetime) -> Asked:
    """Whether it is put right, asked of the guest of that case."""
    said = after_case(one.asked.known.booked.reference)
    return replace(asked_about(one.asked.known, CASE, one.case["asked_again_at"], said, until), occasion=case_id)


def _close_by_guests(again: Iterable[Asked]) -> None:
    """Who said, when asked again, that it is put right has closed the case."""
    case = Case.__table__
    answered = (one for one in again if one.reply and one.answered_at)
    said = [one for one in answered if one.reply and one.reply.scores.get("csat", 0) >= PUT_RIGHT]
    for one in said:
        closed = update(case).where(case.c.id == one.occasion)
        write(closed.values(put_right_at=one.answered_at, revision=case.c.revision + 1))
    insert_all(Entry, [_put_right(one) for one in said])


def _put_right(one: Asked) -> Row:
    return {
        "at": one.answered_at, "actor": "guest", "actor_id": None, "action": "case_put_right", "subject": "care_case",
        "subject_id": one.occasion, "location_id": one.known.location_id, "facts": {},
    }  # fmt: skip


def _write_cases(numbered: Iterable[tuple[int, Asked]], manager_id: int, until: datetime) -> list[tuple[int, Tended]]:
    found = [case for survey_id, one in numbered if (case := tended(survey_id, one, manager_id, until))]
    ids = list(zip(reserve_ids(Case, len(found)), found, strict=True))
    insert_all(Case, [{"id": case_id, **one.case} for case_id, one in ids])
    insert_all(CaseNote, [{"case_id": case_id, **note} for case_id, one in ids for note in one.notes])
    insert_all(Entry, [{"subject_id": case_id, **entry} for case_id, one in ids for entry in one.entries])
    return ids


def _mails(asked: Asked) -> Iterable[Row]:
    """What is asked about a stay or a case goes by a mail of its own, the rest stands in mails that there are."""
    if asked.moment == STAY:
        yield _mail(asked, SURVEY, asked.sent_at)
    if asked.moment == CASE:
        yield _mail(asked, AFTER_CASE, asked.sent_at, f"{asked.occasion}-1", case=asked.occasion)
    if asked.reminded_at:
        yield _mail(asked, REMINDER, asked.reminded_at)


def _mail(asked: Asked, kind: str, at: datetime, occasion: str = "", **facts: int) -> Row:
    booking_id, booked = asked.known.booking_id, asked.known.booked
    return {
        "kind": kind,
        "subject": "booking",
        "subject_id": booking_id,
        "occasion": occasion,
        "template_version": 1,
        "language": "en",
        "address": booked.guest.email,
        "facts": {"reference": booked.reference, **facts},
        "message_id": f"<{kind}-booking-{booking_id}{f'-{occasion}' if occasion else ''}@quince>",
        "state": "sent",
        "attempts": 1,
        "made_at": at,
        "due_at": at,
        "sent_at": at + SENT_AFTER,
    }
