"""Asking whoever complained, where nobody knows the booking, whether it is put right. Of a booking a survey asks that;
here there is no stay to count the answer by, so it only closes the case or opens it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.care.cases.errors import NotAskedAny
from app.care.cases.models import Case
from app.care.cases.operations.opening import reopen_case
from app.care.cases.operations.records import SUBJECT, locked, note
from app.care.cases.operations.watching import say_put_right
from app.care.cases.rules import ASKED_FOR, RESOLVED
from app.kernel import clock
from app.outbox import announce_once
from app.store import db, transaction, write

ASKED = "case_asked"
"""The mail that asks; its occasion is which closing of the case it is about."""

_case = Case.__table__


def ask_caller(case_id: int, closing: int) -> bool:
    """Whoever complained is asked by mail about this closing of the case; part of a transaction around. False where no
    address is known."""
    mail = db.session.execute(select(_case.c.email).where(_case.c.id == case_id)).scalar()
    return bool(mail) and announce_once(ASKED, SUBJECT, case_id, mail or "", {"case": case_id}, occasion=str(closing))


def answer_caller(case_id: int, closing: int, *, put_right: bool, words: str = "") -> datetime | None:
    """What whoever complained says of this closing stands: it is put right, and the case closed by their word; or not,
    and it is open again with a day to reach them, until the answered instant. Said twice it is the same; a case that is
    open again already stays so, with their newest words. Words beside a good answer are a note on it.

    Raises `UnknownCase`, and `NotAskedAny` where the case was closed anew since, or thirty days have passed.
    """

    def work() -> datetime | None:
        row, now = locked(case_id), clock.now()
        if row.closings != closing or row.asked_again_at is None or now >= row.asked_again_at + ASKED_FOR:
            raise NotAskedAny
        if put_right:
            if words and row.put_right_at is None:
                note(case_id, "note", words, now, by=None)
            say_put_right(case_id)
            return None
        if row.state != RESOLVED and words not in ("", row.words):
            write(update(_case).where(_case.c.id == case_id).values(words=words[:2000], revision=row.revision + 1))
        return reopen_case(case_id, words=words)

    return transaction(work)
