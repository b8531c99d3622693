"""Who stands in the way of a room that somebody wants to keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.identity.models import Guest
from app.inventory.models import RoomNight
from app.store import db


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody has the door from `night` on."""

    night: date
    reference: str
    guest_name: str


def in_the_way(room_id: int, nights: Collection[date], but: int) -> Neighbour | None:
    """Who has that door on the first of these nights on which it is not free for the stay `but`; one statement."""
    row = db.session.execute(
        select(RoomNight.night, Booking.reference, Guest.name)
        .join(BookedStay, BookedStay.id == RoomNight.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(RoomNight.room_id == room_id, RoomNight.night.in_(sorted(nights)), RoomNight.stay_id != but)
        .order_by(RoomNight.night)
        .limit(1)
    ).one_or_none()
    return Neighbour(row.night, row.reference, row.name or "") if row else None
