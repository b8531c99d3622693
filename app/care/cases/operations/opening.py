"""Opening a case, and opening it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.care.cases.models import Case
from app.care.cases.operations.records import SUBJECT, change, locked, owner_now
from app.care.cases.rules import CONTACT_WITHIN, OPEN, RESOLVED
from app.identity.staff.queries import who_answers_for
from app.journal import record
from app.kernel import clock
from app.store import db, insert_unless_taken, transaction, write

_case = Case.__table__


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever complained, as they said: the mail is None and the rest empty where they did not."""

    name: str = ""
    email: str | None = None
    phone: str = ""


NOBODY = Caller()


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is about: a row that is named by subject and id, its booking, a title that names nobody, and the
    guest's words. `booking_id` is None, and `caller` says who it was, where nobody knows the booking."""

    subject: str
    subject_id: int
    booking_id: int | None
    guest_id: int | None
    location_id: int
    title: str
    words: str = ""
    caller: Caller = NOBODY


def open_case(opening: Opening, *, actor: str = "guest", by: int | None = None) -> datetime:
    """The house has a case, part of a transaction around; answers until when somebody is to reach the guest.

    One subject makes one case however often and by however many at once. One that is there already has the newest title
    and words while nobody has resolved it, and keeps its deadline; one that is resolved opens again. A new one is the
    house's manager's, or an administrator's where the house has none.
    """

    def work() -> datetime:
        now, place = clock.now(), opening.location_id
        owner_id = who_answers_for(place)
        row = {
            "location_id": place,
            "booking_id": opening.booking_id,
            "guest_id": opening.guest_id,
            "subject": opening.subject,
            "subject_id": opening.subject_id,
            "title": opening.title[:200],
            "words": opening.words[:2000],
            "name": opening.caller.name,
            "email": opening.caller.email,
            "phone": opening.caller.phone,
            "state": OPEN,
            "owner_id": owner_id,
            "revision": 0,
            "closings": 0,
            "opened_at": now,
            "due_at": now + CONTACT_WITHIN,
        }
        case_id = write(insert_unless_taken(Case, "subject", "subject_id"), row).scalar()
        if case_id is None:
            return _again(opening)
        about = opening.subject
        record(
            "case_opened", SUBJECT, case_id, actor=actor, actor_id=by, location_id=place, of=about, owner=owner_id
        )  # fmt: skip
        return now + CONTACT_WITHIN

    return transaction(work)


def reopen_case(case_id: int, *, seen_revision: int | None = None, by: int | None = None, words: str = "") -> datetime:
    """A resolved case is open again, with a day to reach the guest; answers until when. One that is not resolved stays.
    Whoever had it has it again, or whoever answers for the house where they have gone. It was `by`, else the guest.

    `words` of the guest, where there are any, stand in place of the first ones. Raises `UnknownCase` and `CaseChanged`.
    """

    def work() -> datetime:
        row = locked(case_id, seen_revision)
        if row.state != RESOLVED:
            return _due(row)
        return _open_again(row, {"words": words[:2000]} if words else {}, by, actor="guest")

    return transaction(work)


def _again(opening: Opening) -> datetime:
    mine = (_case.c.subject == opening.subject, _case.c.subject_id == opening.subject_id)
    row = locked(db.session.execute(select(_case.c.id).where(*mine)).scalar_one())
    told = {"title": opening.title[:200], "words": opening.words[:2000]}
    if row.state == RESOLVED:
        same = (row.title, row.words) == tuple(told.values())
        return _due(row) if same else _open_again(row, told, None)
    if (row.title, row.words) != tuple(told.values()):
        write(update(_case).where(_case.c.id == row.id).values(revision=row.revision + 1, **told))
    return _due(row)


def _open_again(row: Any, values: dict[str, Any], by: int | None, *, actor: str = "system") -> datetime:
    now = clock.now()
    due_at = now + CONTACT_WITHIN
    fresh: dict[str, Any] = {
        "state": OPEN,
        "contacted_at": None,
        "resolved_at": None,
        "escalated_at": None,
        "due_at": due_at,
    }
    fresh |= {"put_right_at": None, "owner_id": owner_now(row.location_id, row.owner_id)}
    change(row, "case_reopened", now, by=by, values=fresh | values, actor=actor)
    return due_at


def _due(row: Any) -> datetime:
    due_at: datetime = row.due_at
    return due_at
