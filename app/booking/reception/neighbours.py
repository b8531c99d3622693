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


def still_inside(location_id: int, on: date, but: int | None = None) -> dict[int, str]:
    """Whose a door still is: the guest of the last night up to `on` who is in the house, by room; one statement.

    The booking `but` is left out. A guest whose nights are over has the last door until somebody checks them out.
    """
    query = (
        select(RoomNight.room_id, RoomNight.stay_id, Guest.name)
        .join(BookedStay, BookedStay.id == RoomNight.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(
            Booking.location_id == location_id,
            Booking.state == "in_house",
            BookedStay.cancelled_at.is_(None),
            BookedStay.checked_in_at.is_not(None),
            BookedStay.checked_out_at.is_(None),
            RoomNight.night <= on,
        )
        .order_by(RoomNight.night)
    )
    if but is not None:
        query = query.where(Booking.id != but)
    last = {stay_id: (room_id, name or "a guest") for room_id, stay_id, name in db.session.execute(query)}
    return dict(last.values())
