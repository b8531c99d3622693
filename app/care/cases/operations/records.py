"""What every deed on a case begins and ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.care.cases.errors import CaseChanged, UnknownCase
from app.care.cases.models import Case, CaseNote
from app.identity.staff.queries import who_answers_for, who_may
from app.journal import record
from app.store import db, write

SUBJECT = "care_case"
ACTION = "run_cases"
"""What whoever has a case may do at its house."""

_case = Case.__table__


def locked(case_id: int, seen_revision: int | None = None) -> Any:
    """The case, ours until the transaction ends. Raises `UnknownCase`, and `CaseChanged` on another revision."""
    row = db.session.execute(select(_case).where(_case.c.id == case_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownCase
    if seen_revision is not None and row.revision != seen_revision:
        raise CaseChanged
    return row


def change(
    row: Any, action: str, at: datetime, *, by: int | None, values: dict[str, Any], actor: str = "system", **facts: Any
) -> None:
    """The case has these values and the next revision, and the journal says who did what: the member of staff `by`,
    else `actor`."""
    write(update(_case).where(_case.c.id == row.id).values(revision=row.revision + 1, **values))
    record(
        action,
        SUBJECT,
        row.id,
        actor="staff" if by else actor,
        actor_id=by,
        location_id=row.location_id,
        at=at,
        **facts,
    )


def owner_now(location_id: int, owner_id: int | None) -> int | None:
    """Who is to look after a case of that house: whoever has it while they run cases there, else whoever answers for
    the house; None where nobody does."""
    if owner_id is not None and owner_id in dict(who_may(ACTION, location_id)):
        return owner_id
    return who_answers_for(location_id)


def note(case_id: int, kind: str, words: str, at: datetime, *, by: int | None, way: str | None = None) -> int:
    """The id of a new note on the case."""
    row = {"case_id": case_id, "kind": kind, "way": way, "words": words, "staff_id": by, "written_at": at}
    return int(write(insert(CaseNote.__table__).returning(CaseNote.id), row).scalar_one())
