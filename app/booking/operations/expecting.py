"""When a guest is expected."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from app.booking.errors import WrongState
from app.booking.models import Booking
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.wall import wall_instant
from app.store import db, transaction, write

_booking = Booking.__table__
LATEST_HOUR = 3
"""Somebody who is late comes by this hour of the morning after the day of arrival."""


def say_arrival_time(booking_id: int, at: time | None, *, actor: str = "guest") -> None:
    """The house expects the guest about `at` on its own clock; with None it does not know.

    Raises `WrongState` unless the booking is confirmed and its day of arrival is not over.
    """

    def work() -> None:
        row, _ = _expected(booking_id)
        _note(row, at, "arrival_time", actor, about=at.isoformat("minutes") if at else None)

    transaction(work)


def say_running_late(booking_id: int, expected_at: datetime, *, actor: str = "guest") -> None:
    """The house expects the guest at this instant instead of when it did; it keeps the room and the table.

    Raises `WrongState` unless the booking is confirmed, and `Refused` when today is not the day of arrival, the instant
    has passed, or it lies beyond the night.
    """

    def work() -> None:
        row, zone = _expected(booking_id)
        if clock.today(zone) != row.arrival_on:
            raise Refused("You can be late on the day you arrive. Until then, change the hour.", "not_today")
        if not clock.now() < expected_at <= wall_instant(row.arrival_on + timedelta(days=1), LATEST_HOUR, 0, zone):
            raise Refused("Choose an hour of tonight that is still to come.", "not_tonight")
        _note(
            row,
            expected_at.astimezone(ZoneInfo(zone)).time(),
            "running_late",
            actor,
            expected_at=expected_at.isoformat(),
        )

    transaction(work)


def _expected(booking_id: int) -> tuple[Any, str]:
    """The booking of somebody who is still to come, kept for us until the transaction ends, and its time zone."""
    columns = (_booking.c.id, _booking.c.location_id, _booking.c.state, _booking.c.arrival_on)
    row = db.session.execute(select(*columns).where(_booking.c.id == booking_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("There is no such booking.", "unknown")
    zone = house_of(row.location_id).timezone
    if row.state != "confirmed" or clock.today(zone) > row.arrival_on:
        raise WrongState(row.state)
    return row, zone


def _note(row: Any, at: time | None, action: str, actor: str, **facts: Any) -> None:
    write(update(_booking).where(_booking.c.id == row.id).values(arrival_time=at))
    record(action, "booking", row.id, actor=actor, location_id=row.location_id, at=clock.now(), **facts)
