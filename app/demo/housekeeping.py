"""The demo's housekeeping: rooms that guests have left are made dirty, and in the hours of the day clean and ready."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from app.booking.models import BookedStay, Booking
from app.catalogue.models import Location, Room, RoomType
from app.inventory.models import CLEAN, DIRTY, INSPECTED, RoomNight, RoomState
from app.inventory.operations import set_room_state
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.store import db

WORKS = (time(9), time(17))
NEXT = {DIRTY: (CLEAN, timedelta(minutes=90)), CLEAN: (INSPECTED, timedelta(minutes=40))}
"""What becomes of a room that has stood like this for so long, less a few minutes that differ from room to room."""


def keep_house() -> int:
    """Rooms are as if somebody saw to them all day; answers how many changed."""
    houses = db.session.execute(select(Location.id, Location.timezone)).all()
    return sum(_soil_left(location_id, zone) + _see_to(location_id, zone) for location_id, zone in houses)


def _soil_left(location_id: int, zone: str) -> int:
    """Rooms whose guests left today are dirty since then; the seed checks them out without a desk."""
    midnight = wall_instant(clock.today(zone), 0, 0, zone)
    left = db.session.execute(
        select(RoomNight.room_id, BookedStay.checked_out_at)
        .join(BookedStay, BookedStay.id == RoomNight.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(RoomState, RoomState.room_id == RoomNight.room_id)
        .where(
            Booking.location_id == location_id,
            RoomNight.night == clock.today(zone) - timedelta(days=1),
            BookedStay.checked_out_at >= midnight,
            or_(RoomState.room_id.is_(None), RoomState.changed_at < BookedStay.checked_out_at),
        )
        .order_by(RoomNight.room_id)
    ).all()
    return sum(set_room_state(room_id, DIRTY, None, at=at) for room_id, at in left)


def _see_to(location_id: int, zone: str) -> int:
    now = clock.now()
    if not WORKS[0] <= now.astimezone(ZoneInfo(zone)).time() < WORKS[1]:
        return 0
    done = 0
    for room_id, state, changed_at in _standing(location_id):
        becomes, after = NEXT[state]
        if now - changed_at >= after - timedelta(minutes=room_id * 7 % 31):
            done += set_room_state(room_id, becomes, None)
    return done


def _standing(location_id: int) -> Iterable[tuple[int, str, datetime]]:
    query = (
        select(RoomState.room_id, RoomState.state, RoomState.changed_at)
        .join(Room, Room.id == RoomState.room_id)
        .join(RoomType, RoomType.id == Room.room_type_id)
        .where(RoomType.location_id == location_id, RoomState.state.in_(list(NEXT)))
        .order_by(RoomState.room_id)
    )
    return [(room_id, state, at) for room_id, state, at in db.session.execute(query)]
