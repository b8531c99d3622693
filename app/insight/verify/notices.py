"""Notices: who is touched stands written down, and nobody was told twice or told nothing."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.booking.models import BookedStay, Booking
from app.care.notices.matching import Touched, matching
from app.care.notices.models import Notice, NoticeCursor, NoticeTouch
from app.care.notices.operations.records import wish_of
from app.care.notices.rules import ANNOUNCED, BOOKING, HERE
from app.catalogue.closed import house_of
from app.insight.verify.check import Check
from app.journal.models import Entry
from app.kernel.stay import ONE_NIGHT
from app.store import db

_notice, _touch = Notice.__table__, NoticeTouch.__table__
_booking, _stay = Booking.__table__, BookedStay.__table__


def _settled() -> list[Any]:
    """Announced notices whose touches stand written down; none while the journal has not been read to its end."""
    newest = db.session.execute(select(func.max(Entry.id))).scalar() or 0
    read = db.session.execute(select(NoticeCursor.journal_id)).scalar()
    if (read or 0) < newest:
        return []
    settled = (_notice.c.state == ANNOUNCED, _notice.c.matched_revision == _notice.c.revision)
    return list(db.session.execute(select(_notice).where(*settled).order_by(_notice.c.id)))


def _nights(one: Touched) -> list[str]:
    return [night.isoformat() for night in one.nights]


def wrong_touches() -> list[dict[str, Any]]:
    """Touches of announced notices that are not what bookings and the waitlist say; nothing while a worker has not yet
    read what the journal says."""
    wrong = []
    for row in _settled():
        live = select(_touch).where(_touch.c.notice_id == row.id, _touch.c.gone_at.is_(None))
        written = {(own.subject, own.subject_id): own for own in db.session.execute(live)}
        found = {one.key: one for one in matching(wish_of(row))}
        keys = sorted(found.keys() | written.keys())
        wrong += [
            {"notice": row.id, "subject": key[0], "id": key[1]}
            for key in keys
            if key not in found or key not in written or _nights(found[key]) != list(written[key].nights)
        ]
    return wrong


def sleepers_left_out() -> list[dict[str, Any]]:
    """Bookings that sleep in the house on a night which a notice for everybody there lasts through, and are not touched
    by it: looked for by dates alone, and not as notices look for whom they touch."""
    missing = []
    for row in _settled():
        zone = ZoneInfo(house_of(row.location_id).timezone)
        first, last = (at.astimezone(zone).date() for at in (row.begins_at, row.ends_at))
        if HERE not in row.whom or row.room_types or row.rooms or last <= first:
            continue
        touched = select(_touch.c.id).where(
            _touch.c.notice_id == row.id, _touch.c.subject == BOOKING, _touch.c.subject_id == _booking.c.id,
            _touch.c.gone_at.is_(None),
        )  # fmt: skip
        sleeps = (
            _stay.c.booking_id == _booking.c.id,
            _stay.c.cancelled_at.is_(None),
            _stay.c.checked_out_at.is_(None),
            _stay.c.arrival_on < last,
            _stay.c.departure_on > first + ONE_NIGHT,
        )
        mine = (_booking.c.location_id == row.location_id, _booking.c.state.in_(("confirmed", "in_house")))
        alone = select(_booking.c.id).where(*mine, select(_stay.c.id).where(*sleeps).exists(), ~touched.exists())
        missing += [{"notice": row.id, "booking": booking_id} for booking_id in db.session.scalars(alone)]
    return missing


CHECKS = [
    Check(
        "notice_sleepers",
        "Whoever sleeps in the house through a notice for everybody there is touched by it.",
        "",
        found=sleepers_left_out,
    ),
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
