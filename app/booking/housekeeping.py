"""Rooms between housekeeping and the sale: out of order and back again, and what was slept in.

In the journal, beside `room_state_set`: `room_closed` with `closure`, `from_on`, `until_on` and `reason`, and
`room_reopened` with `closure`; both of subject `room`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from app.booking.models import BookedStay, Booking
from app.booking.waitlist.operations import reopen
from app.catalogue.models import Location, Room, RoomType
from app.identity.models import Guest
from app.inventory import operations as inventory
from app.inventory.errors import RoomTaken, UnknownRoom
from app.inventory.levels import levels
from app.inventory.models import CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, Closure, RoomNight, RoomState
from app.inventory.queries import resources
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid, Refused
from app.kernel.wall import wall_instant
from app.kernel.words import long_day
from app.store import db, transaction

MORNING = 6
"""The hour of a house from which every room that was slept in is dirty."""

LONGEST = timedelta(days=366)
_closure = Closure.__table__


class StayInTheWay(Refused):
    """A room cannot be closed: the stay `stay_id` of `name` has it on `night`."""

    code = "stay_in_the_way"

    def __init__(self, name: str, stay_id: int, night: date) -> None:
        super().__init__(f"{name} has this room on {long_day(night)}. Move that stay first, or end before it.")
        self.stay_id, self.night = stay_id, night


class NoRoomToSpare(Refused):
    """A room cannot be closed: as many of its type are sold on `night` as there are."""

    code = "no_room_to_spare"

    def __init__(self, night: date) -> None:
        super().__init__(f"Every room of this type is sold on {long_day(night)}. Move a stay to another type first.")
        self.night = night


def take_out_of_order(room_id: int, first: date, until: date, reason: str, by: int | None, *, seen: str) -> int:
    """The room is out of order and off sale from one night up to another; the id of its closure.

    Raises `StayInTheWay` while a stay has it on one of the nights and `NoRoomToSpare` where the rest of its type is
    sold, `Invalid` for nights that are none, and as `set_room_state`; then nothing has changed.
    """
    if not first < until <= first + LONGEST:
        raise Invalid("Choose a day after today, within a year.")

    def work() -> int:
        room_type = _type_of(room_id)
        inventory.set_room_state(room_id, OUT_OF_ORDER, by, seen=seen, reason=reason)
        resource_id = resources().of_room_type[room_type.id]
        try:
            closure_id = inventory.close(resource_id, first, until, 1, reason, room_id=room_id)
        except RoomTaken as taken:
            raise StayInTheWay(_name_of(taken.stay_id), taken.stay_id, taken.night) from None
        short = [night for (_, night), level in levels([resource_id], first, until).items() if level.short]
        if short:
            raise NoRoomToSpare(min(short))
        facts = {"closure": closure_id, "from_on": first.isoformat(), "until_on": until.isoformat(), "reason": reason}
        _noted("room_closed", room_id, by, room_type.location_id, **facts)
        return closure_id

    return transaction(work)


def put_back_in_order(room_id: int, today: date, by: int | None, *, seen: str) -> None:
    """The room is dirty and on sale again: its closures that hold tonight are lifted, and whoever waits is served.

    Raises as `set_room_state`.
    """

    def work() -> None:
        location_id = _type_of(room_id).location_id
        inventory.set_room_state(room_id, DIRTY, by, seen=seen)
        held = select(_closure.c.id).where(
            _closure.c.room_id == room_id, _closure.c.from_on <= today, _closure.c.until_on > today
        )
        for closure_id in db.session.execute(held.order_by(_closure.c.id)).scalars().all():
            reopen(closure_id)
            _noted("room_reopened", room_id, by, location_id, closure=closure_id)

    transaction(work)


def soil_slept_in(at: datetime) -> int:
    """From six in the morning every room whose guests slept there and stay is dirty, once a day; and every room whose
    closure has ended is dirty instead of out of order. What somebody set since six stays. Answers how many rooms.
    """
    houses = db.session.execute(select(Location.id, Location.timezone)).all()
    return sum(_morning(location_id, zone, at) for location_id, zone in houses)


def _morning(location_id: int, zone: str, at: datetime) -> int:
    today = clock.today(zone)
    six = wall_instant(today, MORNING, 0, zone)
    if at < six:
        return 0
    slept = (
        select(RoomNight.room_id)
        .join(BookedStay, BookedStay.id == RoomNight.stay_id)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(RoomState, RoomState.room_id == RoomNight.room_id)
        .where(
            Booking.location_id == location_id,
            Booking.state == "in_house",
            BookedStay.departure_on > today,
            RoomNight.night == today - timedelta(days=1),
            RoomState.room_id.is_(None) | (RoomState.state.in_((CLEAN, INSPECTED)) & (RoomState.changed_at < six)),
        )
    )
    over = (
        select(RoomState.room_id)
        .join(Room, Room.id == RoomState.room_id)
        .join(RoomType, RoomType.id == Room.room_type_id)
        .outerjoin(
            _closure, and_(_closure.c.room_id == Room.id, _closure.c.from_on <= today, _closure.c.until_on > today)
        )
        .where(RoomType.location_id == location_id, RoomState.state == OUT_OF_ORDER, _closure.c.id.is_(None))
    )
    soiled = db.session.execute(slept.distinct()).scalars().all()
    back = db.session.execute(over).scalars().all()
    done = sum(inventory.set_room_state(room_id, DIRTY, None, at=at) for room_id in soiled)
    return done + sum(inventory.set_room_state(room_id, DIRTY, None, seen=OUT_OF_ORDER, at=at) for room_id in back)


def _type_of(room_id: int) -> Any:
    query = select(RoomType.id, RoomType.location_id).join(Room, Room.room_type_id == RoomType.id)
    row = db.session.execute(query.where(Room.id == room_id)).one_or_none()
    if row is None:
        raise UnknownRoom
    return row


def _name_of(stay_id: int) -> str:
    query = (
        select(Guest.name, Booking.reference)
        .select_from(BookedStay)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .outerjoin(Guest, Guest.id == Booking.guest_id)
        .where(BookedStay.id == stay_id)
    )
    row = db.session.execute(query).one()
    return row.name or row.reference


def _noted(action: str, room_id: int, by: int | None, location_id: int | None, **facts: Any) -> None:
    actor = "system" if by is None else "staff"
    record(action, "room", room_id, actor=actor, actor_id=by, location_id=location_id, **facts)
