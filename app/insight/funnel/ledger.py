"""The line under the funnel: where the ledger's bookings are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.booking.models import Booking
from app.experience.funnel.models import Event
from app.insight.funnel.rules import Ledger
from app.insight.funnel.visits import counted
from app.insight.period import Filters
from app.kernel.wall import wall_instant
from app.store import db

_booking, _event = Booking.__table__, Event.__table__
BY_DESK = ("phone", "walk_in", "agent", "block")


def reconciled(filters: Filters, zone: str) -> Ledger:
    """Bookings made on the days and at the houses of the filters, whatever else they ask for. Three statements.

    `zone` is the group's, in which its days are.
    """
    since, until = instants(filters, zone)
    within = [_booking.c.booked_at >= since, _booking.c.booked_at < until]
    logged = [_event.c.at >= since, _event.c.at < until, _event.c.name == "booked", _event.c.is_bot.is_(False)]
    if filters.location_ids is not None:
        within.append(_booking.c.location_id.in_(filters.location_ids))
        logged.append(_event.c.location_id.in_(filters.location_ids))
    rows = db.session.execute(select(_booking.c.source, func.count()).where(*within).group_by(_booking.c.source))
    by_source: dict[str, int] = {source: int(count) for source, count in rows}
    events, visits = map(
        int, db.session.execute(select(func.count(), func.count(_event.c.visit.distinct())).where(*logged)).one()
    )
    begun = counted(filters.whole)[-1]
    return Ledger(
        sum(by_source.values()),
        begun,
        visits - begun,
        events - visits,
        sum(by_source.get(source, 0) for source in BY_DESK),
        by_source.get("import", 0),
    )


def instants(filters: Filters, zone: str) -> tuple[datetime, datetime]:
    """From the first instant of the days of the filters up to but not including the one after their last."""
    after = filters.until_on + timedelta(days=1)
    return wall_instant(filters.since_on, 0, 0, zone), wall_instant(after, 0, 0, zone)
