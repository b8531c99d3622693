"""What the contacts of a notice's guests, and of others alike, were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.booking.models import Booking
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.rules import GUEST
from app.care.notices.models import NoticeTouch
from app.care.notices.rules import BOOKING
from app.insight.deflection.rules import WINDOW, Deflection, One, deflection, window
from app.kernel import clock
from app.store import db

_touch, _booking = NoticeTouch.__table__, Booking.__table__
_enquiry, _message = Enquiry.__table__, EnquiryMessage.__table__
REACHED = 0.9
"""The share of those told after whose message the first days are counted: telling many takes a while, and who was found
later counts once their own days are over."""

MOST_OTHERS = 4_000
"""Bookings to compare with; more add nothing to see."""


def deflection_of(notice_id: int, location_id: int) -> Deflection | None:
    """How often the guests of told bookings made contact in the week before their message and in the week after,
    against bookings of the house that were not told; None while nobody was told. A contact is something the guest
    said, by form, in the thread or on the telephone. Three statements.

    Of several messages the first is theirs. Only bookings that were there for all of both windows count: made before
    the first, not cancelled before the end.
    """
    told = list(db.session.execute(_told(notice_id)))
    if not told:
        return None
    times, now = sorted(row.told_at for row in told), clock.now()
    first, length = times[0], window(times[int(len(times) * REACHED)], now)
    if not length:
        return Deflection(0, len(told), 0)
    others = list(db.session.execute(_others(notice_id, location_id, first, length)))
    said = _contacts([row.id for row in (*told, *others)], first - WINDOW, times[-1] + length)
    mine = [_one(row, row.told_at, length, said) for row in told if row.told_at + length <= now and _whole(row, length)]
    return deflection(mine, [_one(row, first, length, said) for row in others], length / timedelta(days=1))


def _told(notice_id: int) -> Any:
    return (
        select(
            _booking.c.id, _touch.c.first_told_at.label("told_at"), _booking.c.booked_at, _booking.c.cancelled_at,
            _booking.c.arrival_on,
        )
        .join(_booking, _booking.c.id == _touch.c.subject_id)
        .where(_touch.c.notice_id == notice_id, _touch.c.subject == BOOKING, _touch.c.first_told_at.is_not(None))
        .order_by(_booking.c.id)
    )  # fmt: skip


def _others(notice_id: int, location_id: int, told_at: datetime, length: timedelta) -> Any:
    """Bookings of the house still to arrive, that no notice touched before the window ends, the next to come first."""
    touched = (
        select(_touch.c.subject_id)
        .where(_touch.c.subject == BOOKING, _touch.c.subject_id == _booking.c.id, _touch.c.found_at < told_at + length)
        .exists()
    )
    still = or_(_booking.c.cancelled_at.is_(None), _booking.c.cancelled_at >= told_at + length)
    return (
        select(_booking.c.id, _booking.c.booked_at, _booking.c.cancelled_at, _booking.c.arrival_on)
        .where(
            _booking.c.location_id == location_id,
            _booking.c.arrival_on >= told_at.date(),
            _booking.c.booked_at <= told_at - length,
            still,
            ~touched,
        )
        .order_by(_booking.c.arrival_on, _booking.c.id)
        .limit(MOST_OTHERS)
    )


def _contacts(booking_ids: list[int], since: datetime, until: datetime) -> dict[int, list[datetime]]:
    """When the guests of these bookings said anything."""
    rows: Iterable[Any] = db.session.execute(
        select(_enquiry.c.booking_id, _message.c.written_at)
        .join(_message, _message.c.enquiry_id == _enquiry.c.id)
        .where(
            _enquiry.c.booking_id.in_(booking_ids),
            _message.c.side == GUEST,
            _message.c.written_at >= since,
            _message.c.written_at < until,
        )
    )
    found: dict[int, list[datetime]] = {}
    for booking_id, at in rows:
        found.setdefault(booking_id, []).append(at)
    return found


def _one(row: Any, at: datetime, length: timedelta, said: dict[int, list[datetime]]) -> One:
    own = said.get(row.id, [])
    arrival: date = row.arrival_on
    return One(
        max((arrival - at.date()).days, 0),
        sum(at - length <= one < at for one in own),
        sum(at <= one < at + length for one in own),
    )


def _whole(row: Any, length: timedelta) -> bool:
    gone = row.cancelled_at is not None and row.cancelled_at < row.told_at + length
    return bool(row.booked_at <= row.told_at - length and not gone)
