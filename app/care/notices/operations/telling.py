"""Telling those whom a notice touches, a chunk of them at a time.

Whether somebody is told, and of what, is decided in the transaction that puts the message into the outbox and writes
down the revision that it says. Whoever dies in the middle leaves nothing; nobody is told of one revision twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update

from app.booking.models import Booking
from app.booking.waitlist.models import WaitlistEntry
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations.records import locked
from app.care.notices.rules import ANNOUNCED, BOOKING, DRAFT, ENDED, SUBJECT, TOLD, UPDATED, WAITLIST
from app.identity.models import Guest
from app.kernel import clock
from app.outbox import Mailing, announce_each
from app.outbox.models import Message
from app.store import db, transaction, write

CHUNK = 50
"""People told in one transaction: a message and a mark each, and often a message that is overtaken, so 150 rows."""

OVERTAKEN = "a newer message says more"

_notice, _touch, _message = Notice.__table__, NoticeTouch.__table__, Message.__table__
_booking, _entry, _guest = Booking.__table__, WaitlistEntry.__table__, Guest.__table__


def tell_chunk(notice_id: int) -> int:
    """At most 50 people more know how the notice stands; answers how many were looked at, 0 when all do.

    Announced: who has not been told is told, and of a later revision who was told before, also that it touches them no
    more. Over or withdrawn: who was told. Who had not been told yet hears nothing of a notice that ended. What still
    waits in the outbox and is overtaken does not go. Nothing is done before its touches stand written down for this
    revision. Of two at once the second goes on where the first ended. Raises `UnknownNotice`.
    """

    def work() -> int:
        row = locked(notice_id)
        if row.state == DRAFT or row.announced_at is None or row.told_out_at is not None:
            return 0
        if row.state == ANNOUNCED and row.matched_revision < row.revision:
            return 0
        at = clock.now()
        next_ones = db.session.execute(_pending(row).order_by(_touch.c.id).limit(CHUNK)).all()
        if not next_ones:
            write(update(_notice).where(_notice.c.id == notice_id).values(told_out_at=at))
            return 0
        _tell(row, next_ones, at)
        return len(next_ones)

    return transaction(work)


def _pending(row: Any) -> Any:
    """Touches that have something to hear, with where they hear it."""
    heard = _touch.c.told_revision > 0
    if row.state == ANNOUNCED:
        gone_since = and_(heard, _touch.c.told_revision < _touch.c.gone_revision)
        which = or_(_touch.c.gone_at.is_(None), gone_since)
    else:
        which = and_(heard, _touch.c.gone_at.is_(None))
    return (
        select(
            _touch.c.id,
            _touch.c.told_revision,
            _touch.c.told_at,
            _touch.c.gone_at,
            func.coalesce(_guest.c.email, _entry.c.email, "").label("address"),
            func.coalesce(_booking.c.language, _entry.c.language, "en").label("language"),
        )
        .outerjoin(_booking, and_(_touch.c.subject == BOOKING, _booking.c.id == _touch.c.subject_id))
        .outerjoin(_entry, and_(_touch.c.subject == WAITLIST, _entry.c.id == _touch.c.subject_id))
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(_touch.c.notice_id == row.id, _touch.c.told_revision < row.revision, which)
    )


def _tell(row: Any, people: Sequence[Any], at: datetime) -> None:
    unsent = _overtaken([one.id for one in people])
    told: list[Mailing] = []
    for one in people:
        kind = _kind(row, one, first=one.told_at is None or unsent.get(one.id) == TOLD)
        if kind and one.address:
            facts = {"notice_id": row.id, "touch_id": one.id, "revision": row.revision, "gone": one.gone_at is not None}
            told.append(Mailing(kind, one.id, one.address, facts, one.language))
    announce_each(SUBJECT, told, occasion=str(row.revision))
    known = [one.subject_id for one in told]
    first = func.coalesce(_touch.c.first_told_at, at)
    _mark(known, told_revision=row.revision, told_at=at, first_told_at=first)
    _mark({one.id for one in people}.difference(known), told_revision=row.revision)


def _kind(row: Any, one: Any, *, first: bool) -> str | None:
    """What they hear; None where they know nothing of it and need not."""
    if row.state != ANNOUNCED or one.gone_at is not None:
        return None if first else (ENDED if row.state != ANNOUNCED else UPDATED)
    return TOLD if first else UPDATED


def _overtaken(touch_ids: Sequence[int]) -> dict[int, str]:
    """Messages about these that had not gone out do not; answers the kind of the first of each, by touch."""
    about = (_message.c.subject == SUBJECT, _message.c.subject_id.in_(touch_ids), _message.c.state == "waiting")
    rows = db.session.execute(
        select(_message.c.id, _message.c.subject_id, _message.c.kind).where(*about).order_by(_message.c.id.desc())
    ).all()
    if rows:
        ids = [row.id for row in rows]
        stopped = update(_message).where(_message.c.id.in_(ids), _message.c.state == "waiting")
        write(stopped.values(state="withdrawn", failure=OVERTAKEN))
    return {row.subject_id: row.kind for row in rows}


def _mark(touch_ids: Iterable[int], **values: Any) -> None:
    ids = list(touch_ids)
    if ids:
        write(update(_touch).where(_touch.c.id.in_(ids)).values(values))
