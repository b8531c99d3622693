"""What a guest in the house asks of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.booking.models import Booking
from app.booking.rules import phase_of
from app.care.errors import NotInHouse, TooManyRequests, UnknownTask
from app.care.models import NOT_RIGHT, REQUEST, Task
from app.care.operations.tasks import add_task
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

SOON = timedelta(minutes=15)
"""When a request is due for which no time was said."""

AT_ONCE = timedelta(minutes=10)
"""How soon somebody looks at what is not right."""

AGAIN = timedelta(seconds=90)
"""The same said twice within this time is one thing said once: a double tap, a page sent again."""

MOST_OPEN = 20
_task = Task.__table__


def ask_for(booking_id: int, what: str, words: str = "", wanted_at: datetime | None = None) -> int:
    """The id of a task for the house, due when it is wanted or in a quarter of an hour.

    The same asked again at once is the same task. Raises `NotInHouse` before the day of arrival and once the guest has
    left, `TooManyRequests` when twenty are waiting.
    """

    def work() -> int:
        row, now = _locked(booking_id), clock.now()
        for task in _lately(booking_id, REQUEST, now):
            if (task.title, task.words) == (what, words) and wanted_at in (None, task.due_at):
                return int(task.id)
        return _add(row, REQUEST, what, words, max(wanted_at, now) if wanted_at else now + SOON)

    return transaction(work)


def say_not_right(booking_id: int, words: str = "") -> int:
    """The id of a task for the house, due in ten minutes; pressed twice at once it is one, with the first words.

    Raises `NotInHouse` and `TooManyRequests` as `ask_for`.
    """

    def work() -> int:
        row, now = _locked(booking_id), clock.now()
        for task in _lately(booking_id, NOT_RIGHT, now):
            return int(task.id)
        return _add(row, NOT_RIGHT, "Something is not right", words, now + AT_ONCE)

    return transaction(work)


def describe_not_right(booking_id: int, words: str) -> None:
    """The newest thing that is not right has these words beside it, in place of earlier ones.

    Raises `UnknownTask` when nothing is open: whoever saw to it asks the guest now.
    """

    def work() -> None:
        _locked(booking_id)
        newest = db.session.execute(
            select(_task.c.id, _task.c.location_id)
            .where(*_of(booking_id, NOT_RIGHT), _task.c.state == "open")
            .order_by(_task.c.id.desc())
            .limit(1)
        ).one_or_none()
        if newest is None:
            raise UnknownTask("Somebody has seen to it already. Tell us again if it still is not right.")
        write(update(_task).where(_task.c.id == newest.id).values(words=words))
        record("task_described", "task", newest.id, location_id=newest.location_id)

    transaction(work)


def _locked(booking_id: int) -> Any:
    """The booking, whose requests nobody else adds to until the transaction ends."""
    columns = (Booking.id, Booking.location_id, Booking.state, Booking.arrival_on, Booking.departure_on)
    row = db.session.execute(select(*columns).where(Booking.id == booking_id).with_for_update()).one_or_none()
    if row is None:
        raise NotInHouse
    today = clock.today(house_of(row.location_id).timezone)
    if phase_of(row.state, row.arrival_on, row.departure_on, today) not in ("here", "leaving"):
        raise NotInHouse
    return row


def _of(booking_id: int, kind: str) -> tuple[Any, ...]:
    return _task.c.subject == "booking", _task.c.subject_id == booking_id, _task.c.kind == kind


def _lately(booking_id: int, kind: str, now: datetime) -> list[Any]:
    """Open tasks of the booking that were made a moment ago."""
    query = select(_task).where(*_of(booking_id, kind), _task.c.state == "open", _task.c.made_at > now - AGAIN)
    return list(db.session.execute(query.order_by(_task.c.id.desc())).all())


def _add(row: Any, kind: str, title: str, words: str, due_at: datetime) -> int:
    counts = select(func.count(), func.count().filter(_task.c.state == "open")).where(*_of(row.id, kind))
    number, waiting = db.session.execute(counts).one()
    if waiting >= MOST_OPEN:
        raise TooManyRequests
    return add_task(
        kind,
        "booking",
        row.id,
        title,
        location_id=row.location_id,
        words=words,
        occasion=str(number + 1),
        due_at=due_at,
        actor="guest",
    )
