"""What the demo's houses took off bills because of a case, as the notes on these cases say."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import select, update

from app.booking.models import Booking, FolioLine
from app.booking.operations.records import write_refund_line
from app.care.cases import give_remedy
from app.care.cases.models import Case, CaseNote
from app.care.cases.rules import RESOLVED
from app.demo.voices.looked_after import REMEDIED
from app.journal import record
from app.kernel.errors import Refused
from app.payments.models import Payment, Refund
from app.payments.sandbox import SandboxSession
from app.store import db, transaction, write

MOST = 24
BEFORE_THE_END = timedelta(minutes=20)
AMOUNTS_MINOR = (1500, 2000, 2500, 4000, 6000)


def give_remedies(by: int) -> int:
    """Of the cases that ended with something off the bill the newest stand on their folios, in the order in which they
    ended, and what had been paid by card has gone back; answers how many."""
    case, note = Case.__table__, CaseNote.__table__
    rows = db.session.execute(
        select(case.c.id, case.c.revision, case.c.resolved_at, case.c.booking_id, note.c.words, Booking.reference)
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
            transaction(partial(_pay_back, row.booking_id, at))
            given += 1
    return given


def _pay_back(booking_id: int, at: datetime) -> None:
    """The sandbox gave back at that instant what was asked of it for the booking. Nobody is told: it is long ago."""
    asked = (
        select(Refund.id, Refund.amount_minor, Payment.currency, Payment.provider_session)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(FolioLine, FolioLine.payment_id == Payment.id)
        .where(FolioLine.booking_id == booking_id, Refund.state == "asked")
    )
    for refund_id, amount, currency, session in db.session.execute(asked).all():
        done = {"state": "done", "asked_at": at, "settled_at": at, "provider_refund": f"{session}-remedy"}
        write(update(Refund).where(Refund.id == refund_id).values(done))
        given = SandboxSession.refunded_minor + amount
        write(update(SandboxSession).where(SandboxSession.id == session).values(refunded_minor=given))
        write_refund_line(booking_id, refund_id, amount, currency, at)
        facts: dict[str, Any] = {"refund": refund_id, "amount_minor": amount, "reason": "goodwill"}
        record("refunded", "booking", booking_id, actor="provider", at=at, **facts)
