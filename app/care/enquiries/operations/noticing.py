"""Which notice somebody asks about."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from app.care.enquiries.operations.records import change, locked
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, transaction

_notice, _touch = Notice.__table__, NoticeTouch.__table__


def running_notice(booking_id: int) -> int | None:
    """The notice that is announced, not over, and was told to the booking's guest, or that they read before they
    booked: whoever writes then most likely asks about it. Of several the first to begin; one statement."""
    told = or_(_touch.c.told_at.is_not(None), _touch.c.reached_at.is_not(None))
    found = db.session.execute(
        select(_notice.c.id)
        .join(_touch, _touch.c.notice_id == _notice.c.id)
        .where(
            _touch.c.subject == BOOKING,
            _touch.c.subject_id == booking_id,
            _touch.c.gone_at.is_(None),
            told,
            _notice.c.state == ANNOUNCED,
            or_(_notice.c.ends_at > clock.now(), _notice.c.announced_at < _notice.c.ends_at),
        )
        .order_by(_notice.c.begins_at, _notice.c.id)
        .limit(1)
    ).scalar()
    return None if found is None else int(found)


def tie_to_notice(enquiry_id: int, notice_id: int | None, *, seen_revision: int, by: int) -> None:
    """The enquiry is about that notice, or about none (None). Raises `UnknownEnquiry`, `EnquiryChanged`, and `Invalid`
    for a notice that was never announced, or is another house's and does not touch the booking."""

    def work() -> None:
        row = locked(enquiry_id, seen_revision)
        if notice_id is not None and not _concerns(notice_id, row.location_id, row.booking_id):
            raise Invalid("Choose a notice from the list.")
        if row.notice_id != notice_id:
            values, facts = {"notice_id": notice_id}, {"before": row.notice_id, "after": notice_id}
            change(row, "enquiry_tied", clock.now(), by=by, values=values, **facts)

    transaction(work)


def _concerns(notice_id: int, location_id: int, booking_id: int | None) -> bool:
    touches = exists().where(
        _touch.c.notice_id == _notice.c.id, _touch.c.subject == BOOKING, _touch.c.subject_id == booking_id
    )
    mine = (_notice.c.id == notice_id, _notice.c.announced_at.is_not(None))
    here = or_(_notice.c.location_id == location_id, touches)
    return db.session.execute(select(_notice.c.id).where(*mine, here)).first() is not None
