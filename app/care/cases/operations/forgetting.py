"""What was written on cases, once it has been kept long enough."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.care.cases.models import Case, CaseNote, CaseRemedy
from app.care.cases.rules import RESOLVED
from app.store import transaction, write

_case, _note, _remedy = Case.__table__, CaseNote.__table__, CaseRemedy.__table__


def forget_cases(resolved_before: datetime) -> int:
    """The words of cases that were resolved before then are gone, the guest's and those of the house, and how whoever
    complained could be reached; answers how many texts. State, cause and times stay."""
    old = select(_case.c.id).where(_case.c.state == RESOLVED, _case.c.resolved_at < resolved_before)

    def work() -> int:
        notes = write(update(_note).where(_note.c.case_id.in_(old), _note.c.words != "").values(words=""))
        cases = write(update(_case).where(_case.c.id.in_(old), _case.c.words != "").values(words=""))
        known = (_case.c.name != "") | (_case.c.phone != "") | _case.c.email.is_not(None)
        people = write(update(_case).where(_case.c.id.in_(old), known).values(name="", phone="", email=None))
        remedies = write(update(_remedy).where(_remedy.c.case_id.in_(old), _remedy.c.words != "").values(words=""))
        return sum(int(gone.rowcount) for gone in (notes, cases, people, remedies))

    return transaction(work)
