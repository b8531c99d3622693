"""Closing a day.

In the journal: `day_closed`, subject `day_close`, with `day_on`, `taken_minor`, `refunded_minor` and `counted_minor`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.booking.day_close.errors import AlreadyClosed, NotOver, StillOpen
from app.booking.day_close.models import DayClose, DayCloseLine
from app.booking.day_close.queries import DayFigures, bounds, day_figures, next_day, unsettled
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.store import savepoint, transaction, write

CLOSING_HOUR = 10
"""From this hour of the next morning on it is known who did not come."""


def close_day(location_id: int, day: date, by: int, *, counted_minor: int | None = None) -> int:
    """The day is closed with its figures as they stand, and nothing that happened on it changes any more.

    `counted_minor` is the cash in the till. Answers the id. Raises `NotOver` before ten on the next morning,
    `StillOpen` while stays of the day wait for a word, and `AlreadyClosed` for any day but the next one: of two who
    close the same day at once the second is told so.
    """

    def work() -> int:
        if day != next_day(location_id):
            raise AlreadyClosed(day)
        house, now = house_of(location_id), clock.now()
        if now < wall_instant(day + timedelta(days=1), CLOSING_HOUR, 0, house.timezone):
            raise NotOver(day)
        if waiting := unsettled(location_id, day):
            raise StillOpen(len(waiting))
        since, until = bounds(location_id, day)
        row = {
            "location_id": location_id,
            "day_on": day,
            "from_at": since,
            "until_at": until,
            "currency": house.currency,
            "closed_by": by,
            "closed_at": now,
        }
        try:
            with savepoint():
                close_id = int(write(insert(DayClose.__table__).returning(DayClose.__table__.c.id), row).scalar_one())
        except IntegrityError:
            raise AlreadyClosed(day) from None
        figures = day_figures(location_id, day)
        write(insert(DayCloseLine.__table__), _lines(close_id, figures, counted_minor))
        record(
            "day_closed",
            "day_close",
            close_id,
            actor="staff",
            actor_id=by,
            location_id=location_id,
            at=now,
            day_on=day.isoformat(),
            taken_minor=sum(figures.taken.values()),
            refunded_minor=sum(figures.refunded.values()),
            counted_minor=counted_minor,
        )
        return close_id

    return transaction(work)


def _lines(close_id: int, figures: DayFigures, counted_minor: int | None) -> list[dict[str, Any]]:
    found = [("held", "", figures.held_minor, 0)]
    found += [("taken", method, minor, 0) for method, minor in figures.taken.items()]
    found += [("refunded", method, minor, 0) for method, minor in figures.refunded.items()]
    found += [("invoiced", str(rate), gross, vat) for rate, (gross, vat) in figures.invoiced.items()]
    if counted_minor is not None:
        found.append(("counted", "cash", counted_minor, 0))
    return [
        {"day_close_id": close_id, "kind": kind, "key": key, "amount_minor": minor, "vat_minor": vat}
        for kind, key, minor, vat in found
    ]
