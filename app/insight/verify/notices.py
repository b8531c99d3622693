"""Notices: who is touched stands written down, and nobody was told twice or told nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.care.notices.matching import matching
from app.care.notices.models import Notice, NoticeCursor, NoticeTouch
from app.care.notices.operations.records import wish_of
from app.care.notices.rules import ANNOUNCED
from app.insight.verify.check import Check
from app.journal.models import Entry
from app.store import db

_notice, _touch = Notice.__table__, NoticeTouch.__table__


def wrong_touches() -> list[dict[str, Any]]:
    """Touches of announced notices that are not what bookings and the waitlist say; nothing while a worker has not yet
    read what the journal says."""
    newest = db.session.execute(select(func.max(Entry.id))).scalar() or 0
    read = db.session.execute(select(NoticeCursor.journal_id)).scalar()
    if (read or 0) < newest:
        return []
    settled = (_notice.c.state == ANNOUNCED, _notice.c.matched_revision == _notice.c.revision)
    wrong = []
    for row in db.session.execute(select(_notice).where(*settled).order_by(_notice.c.id)).all():
        live = select(_touch.c.subject, _touch.c.subject_id).where(
            _touch.c.notice_id == row.id, _touch.c.gone_at.is_(None)
        )
        written = {(subject, id_) for subject, id_ in db.session.execute(live)}
        found = {one.key for one in matching(wish_of(row))}
        wrong += [{"notice": row.id, "subject": s, "id": id_} for s, id_ in sorted(written ^ found)]
    return wrong


CHECKS = [
    Check(
        "notice_touches",
        "Whom an announced notice touches stands written down, and nobody else.",
        "",
        found=wrong_touches,
    ),
    Check(
        "notice_told_once",
        "Nobody has two messages of one revision of a notice that went or wait.",
        """
        SELECT subject_id AS touch, occasion AS revision, COUNT(*) AS messages FROM message
        WHERE subject = 'notice_touch' AND state <> 'withdrawn' AND occasion NOT LIKE 'again%'
        GROUP BY subject_id, occasion HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "notice_told",
        "Whoever a notice says was told has a message, or accepted it before booking.",
        """
        SELECT t.id AS touch, t.told_revision FROM notice_touch t
        WHERE t.told_at IS NOT NULL AND t.accepted_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM message m WHERE m.subject = 'notice_touch' AND m.subject_id = t.id
        )
        """,
    ),
    Check(
        "notice_drafts",
        "Nobody was told of a draft.",
        """
        SELECT t.id AS touch FROM notice_touch t JOIN notice n ON n.id = t.notice_id
        WHERE n.state = 'draft' AND t.told_revision > 0
        """,
    ),
]
