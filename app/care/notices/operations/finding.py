"""Writing down whom a notice touches, and keeping that right while bookings and the waitlist change.

Rows are written 30 at most in a transaction. Each chunk looks again at what it writes down while the notice is its
own, so that nothing older than its transaction is ever written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, insert, select, update

from app.booking.models import BookedStay
from app.care.notices.matching import Subject, Touched, matching
from app.care.notices.models import Notice, NoticeCursor, NoticeTouch
from app.care.notices.operations.records import locked, wish_of
from app.care.notices.rules import ANNOUNCED, BOOKING, DRAFT, WAITLIST
from app.journal.models import Entry
from app.kernel import clock
from app.store import db, transaction, upsert, write

CHUNK = 30
"""Touches written, in one transaction."""

AT_ONCE = 500
"""Entries of the journal read at once."""

OVERLAP = 200
"""Entries that are read again: on PostgreSQL a number that was drawn before another may be seen after it."""

MOST_TURNS = 200

STAY = "stay"
"""The subject of the journal under which stays get doors and move."""

_notice, _touch, _cursor, _entry = Notice.__table__, NoticeTouch.__table__, NoticeCursor.__table__, Entry.__table__
_stay = BookedStay.__table__
_MATTER = ("guest_id", "nights", "why", "value_minor")


def write_touches(notice_id: int) -> int:
    """Whom the notice touches now stands written down, and who was and is no more is gone; answers how many rows
    changed. Again, or by two at once, changes nothing more. Only a draft or an announced notice is looked at.

    Raises `UnknownNotice`.
    """
    row = db.session.execute(select(_notice).where(_notice.c.id == notice_id)).one_or_none()
    if row is None or row.state not in (DRAFT, ANNOUNCED):
        return 0
    now = {one.key: one for one in matching(wish_of(row))}
    written = _written(notice_id)
    wrong = sorted(key for key in now.keys() | written.keys() if _differs(now.get(key), written.get(key)))
    changed = sum(_settle(notice_id, wrong[first : first + CHUNK]) for first in range(0, len(wrong), CHUNK))
    matched = update(_notice).where(_notice.c.id == notice_id, _notice.c.revision == row.revision)
    transaction(lambda: write(matched.values(matched_revision=row.revision)))
    return changed


def follow_journal() -> int:
    """Touches of announced notices say what bookings and the waitlist said when the journal was last written to;
    answers how many rows changed. One transaction a chunk and the cursor after them: what is broken off is done again.
    """
    newest = db.session.execute(select(func.max(_entry.c.id))).scalar() or 0
    read = db.session.execute(select(_cursor.c.journal_id)).scalar_one_or_none()
    if read is None:
        transaction(lambda: _move(newest))
        return 0
    changed = 0
    for _ in range(MOST_TURNS):
        if read >= newest:
            break
        rows = db.session.execute(
            select(_entry.c.id, _entry.c.subject, _entry.c.subject_id)
            .where(_entry.c.id > read - OVERLAP)
            .order_by(_entry.c.id)
            .limit(AT_ONCE + OVERLAP)
        ).all()
        changed += _follow(_subjects(rows))
        read = int(rows[-1].id)
        transaction(partial(_move, read))
    return changed


def _subjects(rows: Sequence[Any]) -> list[Subject]:
    """The bookings and entries of the waitlist that these entries of the journal are about. Who sleeps where is said of
    stays."""
    found = {(row.subject, row.subject_id) for row in rows if row.subject in (BOOKING, WAITLIST)}
    stays = sorted({row.subject_id for row in rows if row.subject == STAY})
    if stays:
        found |= {(BOOKING, own) for own in db.session.scalars(select(_stay.c.booking_id).where(_stay.c.id.in_(stays)))}
    return sorted(found)


def _follow(subjects: Sequence[Subject]) -> int:
    if not subjects:
        return 0
    running = db.session.scalars(select(_notice.c.id).where(_notice.c.state == ANNOUNCED).order_by(_notice.c.id)).all()
    chunks = [subjects[first : first + CHUNK] for first in range(0, len(subjects), CHUNK)]
    return sum(_settle(notice_id, chunk, own_change=True) for notice_id in running for chunk in chunks)


def _settle(notice_id: int, keys: Sequence[Subject], *, own_change: bool = False) -> int:
    """These subjects' touches are as the notice and their bookings are now; `own_change` when those have changed."""

    def work() -> int:
        row = locked(notice_id)
        if row.state not in (DRAFT, ANNOUNCED):
            return 0
        now = {one.key: one for one in matching(wish_of(row), keys)}
        written = _written(notice_id, keys)
        at = clock.now()
        new = [one for key, one in now.items() if key not in written]
        if new:
            write(
                insert(_touch),
                [row_of(row, one) | {"found_at": at, "told_revision": 0, "gone_revision": 0} for one in new],
            )
        changed = [key for key in written if _differs(now.get(key), written[key])]
        for key in changed:
            one = now.get(key)
            values = {"gone_at": at, "gone_revision": 0 if own_change else row.revision}
            if one is not None:
                values = row_of(row, one) | {"gone_at": None, "gone_revision": 0} | _again(written[key])
            write(update(_touch).where(_touch.c.id == written[key].id).values(values))
        if (new or changed) and row.told_out_at is not None:
            write(update(_notice).where(_notice.c.id == notice_id).values(told_out_at=None))
        return len(new) + len(changed)

    return transaction(work)


def _again(written: Any) -> dict[str, Any]:
    """Who was told that it touches them no more has to be told from the beginning."""
    return {"told_revision": 0, "told_at": None} if 0 < written.gone_revision <= written.told_revision else {}


def _written(notice_id: int, keys: Iterable[Subject] | None = None) -> dict[Subject, Any]:
    columns = (
        _touch.c.id,
        _touch.c.told_revision,
        _touch.c.gone_revision,
        _touch.c.subject,
        _touch.c.subject_id,
        _touch.c.gone_at,
        *(_touch.c[name] for name in _MATTER),
    )
    query = select(*columns).where(_touch.c.notice_id == notice_id)
    if keys is not None:
        query = query.where(_touch.c.subject_id.in_({id_ for _, id_ in keys}))
    wanted = None if keys is None else set(keys)
    rows = {(row.subject, row.subject_id): row for row in db.session.execute(query)}
    return rows if wanted is None else {key: row for key, row in rows.items() if key in wanted}


def _differs(now: Touched | None, written: Any) -> bool:
    if now is None or written is None:
        return now is not None or (written is not None and written.gone_at is None)
    said = _said(now)
    return written.gone_at is not None or any(getattr(written, name) != said[name] for name in _MATTER)


def row_of(row: Any, one: Touched) -> dict[str, Any]:
    """A touch of the notice `row` as it stands in the database, without what becomes of it."""
    named = {"notice_id": row.id, "location_id": row.location_id, "subject": one.subject, "subject_id": one.subject_id}
    return named | _said(one) | {"currency": one.currency}


def _said(one: Touched) -> dict[str, Any]:
    return {
        "guest_id": one.guest_id,
        "nights": [night.isoformat() for night in one.nights],
        "why": [reason.as_json() for reason in one.why],
        "value_minor": one.value_minor,
    }


def _move(journal_id: int) -> None:
    write(upsert(NoticeCursor, {"id": 1, "journal_id": journal_id, "moved_at": clock.now()}, ["id"]))
