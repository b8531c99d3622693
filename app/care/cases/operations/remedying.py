"""Making good what went wrong, on the bill."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from app.booking.models import Booking
from app.booking.operations import give_goodwill
from app.care.cases.errors import NoBooking, UnknownCase
from app.care.cases.models import Case, CaseRemedy
from app.care.cases.operations.records import change, locked
from app.kernel import clock
from app.store import db, transaction, write

_case = Case.__table__


def give_remedy(
    case_id: int,
    amount_minor: int,
    words: str,
    *,
    limit_minor: int | None,
    seen_revision: int,
    by: int,
    at: datetime | None = None,
) -> None:
    """The booking of the case costs that much less, what of it was paid goes back, and the case says what it cost: all
    in one transaction, given `at` that instant or now.

    Raises `UnknownCase`, `NoBooking` while nobody knows whose bill it is, `CaseChanged` on another revision than was
    seen (of two at once only one gives), and what `give_goodwill` raises: `AboveLimit`, `MoreThanCharged`, `Invalid`.
    """

    def work() -> None:
        now = at or clock.now()
        found = db.session.execute(
            select(_case.c.booking_id, Booking.currency)
            .outerjoin(Booking, Booking.id == _case.c.booking_id)
            .where(_case.c.id == case_id)
        ).one_or_none()
        if found is None:
            raise UnknownCase
        if found.booking_id is None:
            raise NoBooking
        give_goodwill(found.booking_id, amount_minor, words, by, limit_minor=limit_minor, at=now)
        row = locked(case_id, seen_revision)
        remedy = {
            "case_id": case_id, "amount_minor": amount_minor, "currency": found.currency, "words": words,
            "staff_id": by, "given_at": now,
        }  # fmt: skip
        write(insert(CaseRemedy.__table__), remedy)
        change(row, "case_remedied", now, by=by, values={}, amount_minor=amount_minor)

    transaction(work)
