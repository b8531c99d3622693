"""The bookings that the board counts, each with its guest's first ones and with what it cost to get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select

from app.booking.models import Booking
from app.booking.rules import LIVE
from app.identity.models import Guest
from app.identity.referrals import PREFIX, referrer_in
from app.kernel.money import share_of
from app.kernel.wall import wall_instant
from app.pricing.models import Quote, QuoteLine
from app.store import db

_booking, _quote, _line, _guest = Booking.__table__, Quote.__table__, QuoteLine.__table__, Guest.__table__
BEEN = ("departed", "in_house")


@dataclass(frozen=True, slots=True)
class Kept:
    """A booking that was not cancelled nor missed. Money in minor units with VAT, as its quote has it.

    `new` is the guest's first booking with us, `returning` the stay of somebody who had been here before.
    """

    id: int
    location_id: int
    guest_id: int
    booked_on: date
    arrival_on: date
    departure_on: date
    total_minor: int
    commission_minor: int
    new: bool
    returning: bool
    referrer_id: int | None


def kept_bookings(since_on: date, until_on: date, zone: str, currency: str) -> list[Kept]:
    """What was booked in these days or departs in them, of every house, in one currency; one statement.

    Whoever recommended themselves recommended nobody.
    """
    mine = _booking.alias("mine")
    first = (
        select(
            mine.c.guest_id,
            func.min(mine.c.booked_at).label("first_booked_at"),
            func.min(case((mine.c.state.in_(BEEN), mine.c.departure_on))).label("left_on"),
        )
        .where(mine.c.state.in_(LIVE), mine.c.guest_id.is_not(None))
        .group_by(mine.c.guest_id)
        .subquery()
    )
    since, until = wall_instant(since_on, 0, 0, zone), wall_instant(until_on + timedelta(days=1), 0, 0, zone)
    rows = db.session.execute(
        select(
            _booking.c.id, _booking.c.location_id, _booking.c.guest_id, _booking.c.booked_at, _booking.c.arrival_on,
            _booking.c.departure_on, _booking.c.commission_bp, _booking.c.referral, _quote.c.total_minor,
            first.c.first_booked_at, first.c.left_on,
        )
        .join(_quote, _quote.c.id == _booking.c.quote_id)
        .join(first, first.c.guest_id == _booking.c.guest_id)
        .where(
            _booking.c.state.in_(LIVE),
            _booking.c.currency == currency,
            _booking.c.departure_on >= since_on,
            or_(_booking.c.departure_on <= until_on, _booking.c.booked_at.between(since, until)),
        )
    )  # fmt: skip
    wall = ZoneInfo(zone)
    return [_kept(row, wall) for row in rows]


def reductions(since: datetime, until: datetime) -> dict[int, int]:
    """What offers and codes took off the bookings made between two instants, in minor units; one statement."""
    rows = db.session.execute(
        select(_booking.c.id, func.sum(_line.c.gross_minor))
        .join(_line, _line.c.quote_id == _booking.c.quote_id)
        .where(_line.c.kind == "reduction", _booking.c.booked_at >= since, _booking.c.booked_at < until)
        .group_by(_booking.c.id)
    )
    return {booking_id: -int(gross) for booking_id, gross in rows}


def who_they_are(guest_ids: Sequence[int]) -> dict[int, int]:
    """Whom each of these guests was found to be, for those who were merged into another; one statement."""
    if not guest_ids:
        return {}
    merged = select(_guest.c.id, _guest.c.merged_into_id).where(
        _guest.c.id.in_(guest_ids), _guest.c.merged_into_id.is_not(None)
    )
    return {row.id: row.merged_into_id for row in db.session.execute(merged)}


def _kept(row: Any, wall: ZoneInfo) -> Kept:
    sent_by = referrer_in(row.referral) if row.referral and row.referral.startswith(PREFIX) else None
    return Kept(
        id=row.id,
        location_id=row.location_id,
        guest_id=row.guest_id,
        booked_on=row.booked_at.astimezone(wall).date(),
        arrival_on=row.arrival_on,
        departure_on=row.departure_on,
        total_minor=row.total_minor,
        commission_minor=share_of(row.total_minor, row.commission_bp),
        new=row.booked_at <= row.first_booked_at,
        returning=row.left_on is not None and row.left_on <= row.arrival_on,
        referrer_id=None if sent_by == row.guest_id else sent_by,
    )
