"""What the demo's houses took off bills because of a case, as the notes on these cases say."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases import give_remedy
from app.care.cases.models import Case, CaseNote
from app.care.cases.rules import RESOLVED
from app.demo.voices.looked_after import REMEDIED
from app.kernel.errors import Refused
from app.store import db

MOST = 24
BEFORE_THE_END = timedelta(minutes=20)
AMOUNTS_MINOR = (1500, 2000, 2500, 4000, 6000)


def give_remedies(by: int) -> int:
    """Of the cases that ended with something off the bill the newest stand on their folios, in the order in which they
    ended; answers how many."""
    case, note = Case.__table__, CaseNote.__table__
    rows = db.session.execute(
        select(case.c.id, case.c.revision, case.c.resolved_at, note.c.words, Booking.reference)
        .join(note, note.c.case_id == case.c.id)
        .join(Booking, Booking.id == case.c.booking_id)
        .where(case.c.state == RESOLVED, note.c.kind == "ended", note.c.words.in_(REMEDIED))
        .order_by(case.c.resolved_at.desc(), case.c.id.desc())
        .limit(MOST)
    ).all()
    given = 0
    for row in reversed(rows):
        amount = Random(f"remedy {row.reference}").choice(AMOUNTS_MINOR)
        with suppress(Refused):
            at, seen = row.resolved_at - BEFORE_THE_END, row.revision
            give_remedy(row.id, amount, row.words, limit_minor=None, seen_revision=seen, by=by, at=at)
            given += 1
    return given
