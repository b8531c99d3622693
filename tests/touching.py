"""Notices in tests, as rows: announced, and touching the bookings that are named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.booking.models import Booking
from app.care.notices.coming import NOTICES
from app.care.notices.models import Notice, NoticeTouch
from app.kernel import clock
from app.store import db, transaction, write
from app.store.version import raise_versions
from tests import cast
from tests.builders import FRIDAY


def noticed(*booking_ids: int, slug: str = "combe-harrow", **columns: Any) -> int:
    """The id of a notice about the Friday that offers everything until the Tuesday before."""
    begins = datetime.fromisoformat(f"{FRIDAY.isoformat()}T09:00:00+00:00")
    row = {
        "location_id": cast.found(slug).id,
        "kind": "planned",
        "title": "No hot water on Friday",
        "meaning": "The boiler is being changed. Radiators stay on.",
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=8),
        "weight": "felt",
        "whom": ["here"],
        "room_types": [],
        "keep_minor": 2000,
        "may_move_dates": True,
        "may_move_house": True,
        "may_cancel_free": True,
        "choose_until_at": clock.now() + timedelta(days=1),
        "state": "announced",
        "made_at": clock.now(),
        "announced_at": clock.now(),
        **columns,
    }

    def work() -> int:
        raise_versions([NOTICES])
        notice_id = int(write(insert(Notice.__table__).returning(Notice.id), row).scalar_one())
        for booking_id in booking_ids:
            touch(notice_id, booking_id)
        return notice_id

    return transaction(work)


def touch(notice_id: int, booking_id: int) -> int:
    """The id of the touch of one booking, on its first night."""
    found = select(Booking.location_id, Booking.guest_id, Booking.arrival_on).where(Booking.id == booking_id)
    booked = db.session.execute(found).one()
    row = {
        "notice_id": notice_id,
        "location_id": booked.location_id,
        "subject": "booking",
        "subject_id": booking_id,
        "guest_id": booked.guest_id,
        "nights": [booked.arrival_on.isoformat()],
        "why": [{"key": "here", "nights": [booked.arrival_on.isoformat()], "says": "You are in the house that night."}],
        "value_minor": 15000,
        "currency": "GBP",
        "found_at": clock.now(),
    }
    return transaction(lambda: int(write(insert(NoticeTouch.__table__).returning(NoticeTouch.id), row).scalar_one()))


def touch_of(notice_id: int, booking_id: int) -> int:
    mine = (NoticeTouch.notice_id == notice_id, NoticeTouch.subject_id == booking_id)
    return int(db.session.execute(select(NoticeTouch.id).where(*mine)).scalar_one())
