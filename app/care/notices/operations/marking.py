"""What those whom a notice touches did with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select, update

from app.care.notices.errors import UnknownNotice
from app.care.notices.matching import matching
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations.finding import row_of
from app.care.notices.operations.records import note, wish_of
from app.care.notices.rules import ANNOUNCED, BOOKING
from app.kernel import clock
from app.store import db, insert_unless_taken, transaction, write

_notice, _touch = Notice.__table__, NoticeTouch.__table__


def mark_seen(touch_id: int) -> bool:
    """They have opened the notice's page as it stands; the first time stays. True when they had not read so much."""
    stands = select(_notice.c.revision).where(_notice.c.id == _touch.c.notice_id).correlate(_touch).scalar_subquery()
    new = or_(_touch.c.seen_at.is_(None), _touch.c.seen_revision.is_(None), _touch.c.seen_revision < stands)
    seen_at = func.coalesce(_touch.c.seen_at, clock.now())
    read = update(_touch).where(_touch.c.id == touch_id, new).values(seen_at=seen_at, seen_revision=stands)
    return transaction(lambda: write(read).rowcount == 1)


def mark_reached(notice_id: int, touch_id: int, *, by: int) -> bool:
    """The desk has told them by telephone; False when somebody had before. Raises `UnknownNotice`."""

    def work() -> bool:
        mine = (_touch.c.id == touch_id, _touch.c.notice_id == notice_id)
        row = db.session.execute(select(_touch.c.location_id).where(*mine)).one_or_none()
        if row is None:
            raise UnknownNotice
        ticked = (
            update(_touch).where(*mine, _touch.c.reached_at.is_(None)).values(reached_at=clock.now(), reached_by=by)
        )
        if write(ticked).rowcount == 0:
            return False
        note("notice_reached", notice_id, row.location_id, by, touch=touch_id)
        return True

    return transaction(work)


def accept_notices(booking_id: int, notice_ids: Sequence[int]) -> int:
    """A new booking was made knowing these notices: it is touched by those that touch it, and is not told of their
    present revision again. Answers how many; part of the transaction that places the booking."""

    def work() -> int:
        running = (_notice.c.id.in_(list(notice_ids)), _notice.c.state == ANNOUNCED)
        rows = db.session.execute(select(_notice).where(*running).order_by(_notice.c.id)).all()
        return sum(_accept(row, booking_id) for row in rows)

    return transaction(work)


def _accept(row: Any, booking_id: int) -> bool:
    touched = next(iter(matching(wish_of(row), [(BOOKING, booking_id)])), None)
    if touched is None:
        return False
    at = clock.now()
    known = {"accepted_at": at, "seen_at": at, "told_at": at, "told_revision": row.revision}
    known |= {"seen_revision": row.revision}
    values = row_of(row, touched) | known | {"found_at": at, "gone_revision": 0}
    if write(insert_unless_taken(NoticeTouch, "notice_id", "subject", "subject_id"), values).scalar() is None:
        mine = (_touch.c.notice_id == row.id, _touch.c.subject == BOOKING, _touch.c.subject_id == booking_id)
        write(update(_touch).where(*mine, _touch.c.told_revision < row.revision).values(known))
    return True
