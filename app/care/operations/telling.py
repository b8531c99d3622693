"""What a guest tells the house that somebody there has to know in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.booking import operations as booking
from app.booking.models import Booking
from app.booking.people import operations as people
from app.booking.people.rules import CannotEat, Entry
from app.care.models import Task
from app.care.operations.tasks import add_task, finish_task
from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.words import at_hour
from app.store import db, transaction

Key = tuple[int, int]
LATE, READ_AGAIN = "late", "allergies_changed"


def say_running_late(booking_id: int, expected_at: datetime) -> None:
    """The booking expects its guest at this instant, and the house has a task that says so at once.

    Raises as `booking.operations.say_running_late`; then there is no task.
    """

    def work() -> None:
        booking.say_running_late(booking_id, expected_at)
        location_id = _location(booking_id)
        title = f"Arriving late, about {at_hour(expected_at, house_of(location_id).timezone)}"
        occasion = expected_at.isoformat(timespec="minutes")
        add_task(LATE, "booking", booking_id, title, location_id=location_id, occasion=occasion, actor="guest")

    transaction(work)


def keep_people(booking_id: int, entries: Mapping[Key, Entry], allergies: Mapping[Key, CannotEat]) -> None:
    """As `booking.people.operations.keep_people`; the kitchen has a task when it must read again what it had read."""

    def work() -> None:
        if people.keep_people(booking_id, entries, allergies):
            title, at = "Allergies have changed: read them again", clock.now().isoformat(timespec="seconds")
            place = _location(booking_id)
            add_task(READ_AGAIN, "booking", booking_id, title, location_id=place, occasion=at, actor="guest")

    transaction(work)


def read_allergies(booking_id: int, reader_id: int, seen_at: datetime) -> int:
    """As `booking.people.operations.mark_allergies_read`; a task to read them again is done once all is read."""

    def work() -> int:
        left = people.mark_allergies_read(booking_id, reader_id, seen_at)
        task = Task.__table__
        again = select(task.c.id).where(
            task.c.subject == "booking",
            task.c.subject_id == booking_id,
            task.c.kind == READ_AGAIN,
            task.c.state == "open",
        )
        for task_id in db.session.execute(again.order_by(task.c.id)).scalars().all() if not left else ():
            finish_task(task_id, actor="staff", actor_id=reader_id)
        return left

    return transaction(work)


def _location(booking_id: int) -> int:
    return int(db.session.execute(select(Booking.location_id).where(Booking.id == booking_id)).scalar_one())
