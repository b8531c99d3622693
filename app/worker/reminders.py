"""What guests are told by the calendar, and what a house is asked when somebody did not come.

Each scan looks at what fell due in the last 48 hours, and an arrival is announced once: a worker that was down is no
reason to say nothing, and one that looks again says nothing twice. Wall times are the house's own; one that does not
exist on the day the clocks change is an hour later, one that is twice is the first.

A booking made after the moment of a reminder gets none: its own mail, hours old, has said how to get there. The same
holds for one that was changed after that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.booking.models import Booking
from app.booking.queries import booking_of
from app.care import add_task
from app.care.no_shows import RoomToCome, finish_answered_no_shows, of_room, rooms_to_come
from app.catalogue.models import Location
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import short_day
from app.offers.decisions.candidates import standing
from app.offers.decisions.operations import record_shown
from app.outbox import announce_once
from app.outbox.models import Message
from app.store import db
from app.web.offers.mailed import choose_for_mail

LOOK_BACK = timedelta(hours=48)
_booking = Booking.__table__


@dataclass(frozen=True, slots=True)
class Reminder:
    """A mail that goes `days` before the day of arrival, at that hour of the house's clock."""

    kind: str
    days: int
    at: time


REMINDERS = (Reminder("before_arrival", 3, time(10)), Reminder("arrival_day", 0, time(8)))
OFFERING = "before_arrival"
"""The mail that may carry an offer."""

NO_SHOW_AT = time(8)
"""When, on the morning after arrival, a house is asked about those who have not checked in."""


def remind() -> int:
    """Every guest who comes in three days or today has been written to, once; answers how many just now.

    Only bookings that were made here: seeded and imported ones have none. Nobody is told of a day that is over.
    """
    return sum(_announced(reminder, row) for reminder in REMINDERS for row in _due(reminder))


def ask_about_no_shows() -> int:
    """A house has a task for each confirmed booking that was to arrive yesterday and has not checked in, and for each
    room of one that is in the house to which nobody came; where that is known by now the task is done."""
    now, asked = clock.now(), finish_answered_no_shows()
    for row in _arriving(now - LOOK_BACK, now):
        due_at = _at(row, timedelta(days=1), NO_SHOW_AT)
        if now - LOOK_BACK < due_at <= now:
            add_task(
                "no_show",
                "booking",
                row.id,
                f"{row.reference} was to arrive on {short_day(row.arrival_on)}. Did they come?",
                location_id=row.location_id,
                occasion=row.arrival_on.isoformat(),
                due_at=due_at,
            )
            asked += 1
    return asked + sum(_asked_about_room(row, now) for row in rooms_to_come(_day(now - LOOK_BACK, -1), _day(now, 1)))


def _asked_about_room(row: RoomToCome, now: datetime) -> bool:
    due_at = _at(row, timedelta(days=1), NO_SHOW_AT)
    if not now - LOOK_BACK < due_at <= now:
        return False
    add_task(
        "no_show",
        "booking",
        row.booking_id,
        f"{row.reference}: nobody came to one of its rooms on {short_day(row.arrival_on)}. Do they still come?",
        location_id=row.location_id,
        words=f"{row.room_type}. The others of the booking are here.",
        occasion=of_room(row.part),
        due_at=due_at,
    )
    return True


def _due(reminder: Reminder) -> Iterator[Any]:
    now, before = clock.now(), timedelta(days=reminder.days)
    for row in _arriving(now - LOOK_BACK + before, now + before):
        due_at = _at(row, -before, reminder.at)
        lately = now - LOOK_BACK < due_at <= now and clock.today(row.timezone) <= row.arrival_on
        if lately and row.email and row.booked_at <= due_at and not _changed_since(row.id, due_at):
            yield row


def _announced(reminder: Reminder, row: Any) -> bool:
    """The mail goes once; an offer in it, for whoever agreed to that, is in the log of offers then."""
    facts: dict[str, Any] = {"reference": row.reference}
    occasion, shown = row.arrival_on.isoformat(), None
    booking = booking_of(row.id) if reminder.kind == OFFERING and standing() else None
    if booking is not None and not _is_announced(reminder.kind, row.id, occasion):
        chosen, shown = choose_for_mail(booking, occasion)
        facts |= chosen
    new = announce_once(reminder.kind, "booking", row.id, row.email, facts, occasion=occasion, language=row.language)
    if new and shown is not None:
        record_shown(shown, clock.today(row.timezone))
    return new


def _is_announced(kind: str, booking_id: int, occasion: str) -> bool:
    said = (Message.kind == kind, Message.subject == "booking", Message.subject_id == booking_id)
    return db.session.execute(select(Message.id).where(*said, Message.occasion == occasion)).first() is not None


def _arriving(earliest: datetime, latest: datetime) -> list[Any]:
    """Confirmed bookings made here that arrive between two instants, give or take the day that time zones differ."""
    return list(
        db.session.execute(
            select(
                _booking.c.id,
                _booking.c.reference,
                _booking.c.location_id,
                _booking.c.arrival_on,
                _booking.c.booked_at,
                _booking.c.language,
                Guest.email,
                Location.timezone,
            )
            .join(Location, Location.id == _booking.c.location_id)
            .outerjoin(Guest, Guest.id == _booking.c.guest_id)
            .where(
                _booking.c.state == "confirmed",
                _booking.c.checkout_id.is_not(None),
                _booking.c.arrival_on.between(_day(earliest, -1), _day(latest, 1)),
            )
            .order_by(_booking.c.id)
        )
    )


def _changed_since(booking_id: int, at: datetime) -> bool:
    changed = select(Message.id).where(
        Message.subject == "booking", Message.subject_id == booking_id, Message.kind == "changed", Message.made_at > at
    )
    return db.session.execute(changed.limit(1)).first() is not None


def _at(row: Any, after: timedelta, wall: time) -> datetime:
    return wall_instant(row.arrival_on + after, wall.hour, wall.minute, row.timezone)


def _day(at: datetime, days: int) -> date:
    return at.date() + timedelta(days=days)
