"""The notices of a house that touch a guest who looks at how it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.booking.models import Booking
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING
from app.store import db

_notice, _touch, _booking = Notice.__table__, NoticeTouch.__table__, Booking.__table__


@dataclass(frozen=True, slots=True)
class OwnTouch:
    """A notice that is out and not over, and a booking that it touches: `version` is the booking's."""

    notice_id: int
    booking_id: int
    version: int
    title: str
    why: list[dict[str, Any]]
    choice: str | None
    choose_until_at: datetime | None


def own_touches(guest_ids: Collection[int], location_id: int, now: datetime) -> list[OwnTouch]:
    """Of the bookings of these guests, those whose notice begins first come first; one statement."""
    rows = db.session.execute(
        select(
            _notice.c.id, _booking.c.id, _booking.c.version, _notice.c.title, _touch.c.why, _touch.c.choice,
            _notice.c.choose_until_at,
        )
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .join(_booking, _booking.c.id == _touch.c.subject_id)
        .where(
            _touch.c.subject == BOOKING,
            _booking.c.guest_id.in_(list(guest_ids)),
            _touch.c.gone_at.is_(None),
            _notice.c.location_id == location_id,
            _notice.c.state == ANNOUNCED,
            or_(_notice.c.ends_at > now, _notice.c.announced_at < _notice.c.ends_at),
        )
        .order_by(_notice.c.begins_at, _notice.c.id, _booking.c.id)
    )  # fmt: skip
    return [OwnTouch(*row) for row in rows]
