"""Whether guests came: asked about a booking nobody of which is here, and about a room of one whose others are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.care.models import Task
from app.care.operations import finish_task
from app.catalogue.models import Location, RoomType
from app.store import db, transaction

_task = Task.__table__
_ROOM = "room "


@dataclass(frozen=True, slots=True)
class RoomToCome:
    """A room of a booking that is in the house, of which nobody has checked in to this one."""

    booking_id: int
    part: int
    reference: str
    location_id: int
    arrival_on: date
    room_type: str
    timezone: str


def rooms_to_come(first_on: date, last_on: date) -> list[RoomToCome]:
    """Those that were to arrive between two days, of bookings made here, by booking; one statement."""
    rows = db.session.execute(
        select(
            Booking.id,
            BookedStay.part,
            Booking.reference,
            Booking.location_id,
            BookedStay.arrival_on,
            RoomType.name,
            Location.timezone,
        )
        .join(Booking, Booking.id == BookedStay.booking_id)
        .join(Location, Location.id == Booking.location_id)
        .join(RoomType, RoomType.id == BookedStay.room_type_id)
        .where(
            Booking.state == "in_house",
            Booking.checkout_id.is_not(None),
            BookedStay.arrival_on.between(first_on, last_on),
            BookedStay.cancelled_at.is_(None),
            BookedStay.checked_in_at.is_(None),
        )
        .order_by(Booking.id, BookedStay.part)
    )
    return [RoomToCome(*row) for row in rows]


def of_room(part: int) -> str:
    """The occasion of a task about one room; one about a whole booking has its day of arrival."""
    return f"{_ROOM}{part}"


def finish_answered_no_shows() -> int:
    """Whether guests came is asked no more once it is known: those tasks are done; answers how many."""

    def work() -> int:
        asked = db.session.execute(
            select(_task.c.id, _task.c.subject_id, _task.c.occasion)
            .join(Booking, Booking.id == _task.c.subject_id)
            .where(_task.c.kind == "no_show", _task.c.subject == "booking", _task.c.state == "open")
            .where(Booking.state != "confirmed")
            .order_by(_task.c.id)
        ).all()
        still = _still_to_come({row.subject_id for row in asked if row.occasion.startswith(_ROOM)})
        known = [row.id for row in asked if (row.subject_id, row.occasion) not in still]
        return sum(finish_task(task_id, actor="system") for task_id in known)

    return transaction(work)


def _still_to_come(booking_ids: set[int]) -> set[tuple[int, str]]:
    if not booking_ids:
        return set()
    rows = db.session.execute(
        select(BookedStay.booking_id, BookedStay.part)
        .join(Booking, Booking.id == BookedStay.booking_id)
        .where(
            BookedStay.booking_id.in_(sorted(booking_ids)),
            Booking.state == "in_house",
            BookedStay.cancelled_at.is_(None),
            BookedStay.checked_in_at.is_(None),
        )
    )
    return {(row.booking_id, of_room(row.part)) for row in rows}
