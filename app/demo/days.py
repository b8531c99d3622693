"""The demo's days pass: the worker's job that follows the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from app.booking.models import Booking
from app.booking.operations import check_in, check_out
from app.catalogue.models import Location
from app.demo.housekeeping import keep_house
from app.demo.seed import bring_to, brought_to
from app.demo.voices.going_on import answer_surveys
from app.kernel import clock
from app.store import db

ARRIVES, LEAVES = time(17), time(11)
"""The hours by which guests who booked on the site have come and gone."""


def follow_the_clock() -> int:
    """The demo group stands as it does now: its made-up guests book, cancel, come, go and say how it was, and those who
    booked on the site, or whose booking was changed there or at a desk, come and go. A database that was never seeded
    stays as it is. Answers how many things happened.
    """
    if brought_to() is None:
        return 0
    added = bring_to(clock.now())
    happened = added.booked + added.cancelled + added.no_shows + added.checked_in + added.checked_out
    return happened + _receive() + _see_off() + keep_house() + answer_surveys()


def _receive() -> int:
    """Everyone who booked or changed on the site and is due by five in the afternoon is in the house."""
    return _each("confirmed", "arrival_on", ARRIVES, check_in)


def _see_off() -> int:
    """Everyone who booked or changed on the site and leaves by eleven in the morning has left."""
    return _each("in_house", "departure_on", LEAVES, check_out)


def _each(state: str, day: str, hour: time, happens: Callable[..., None]) -> int:
    now, table = clock.now(), Booking.__table__
    rows = db.session.execute(
        select(table.c.id, table.c[day], Location.timezone)
        .join(Location, Location.id == table.c.location_id)
        .where(
            table.c.state == state,
            or_(table.c.checkout_id.is_not(None), table.c.revision > 0),
            table.c[day] <= now.date() + timedelta(days=1),
        )
        .order_by(table.c.id)
    ).all()
    due = [
        (booking_id, at) for booking_id, on, zone in rows if (at := datetime.combine(on, hour, ZoneInfo(zone))) <= now
    ]
    for booking_id, at in due:
        happens(booking_id, at=at)
    return len(due)
