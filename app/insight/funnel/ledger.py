"""The line under the funnel: where the ledger's bookings are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from app.booking.models import Booking
from app.experience.funnel.models import Event
from app.insight.funnel.visits import counted, visit
from app.insight.period import Filters
from app.kernel.wall import wall_instant
from app.store import db

_booking, _event = Booking.__table__, Event.__table__
BY_DESK = ("phone", "walk_in", "agent", "block")
IMPORTED = "import"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The period's bookings in the ledger, and where the funnel has them: all but `bookings` add up to it.

    `funnel` are visits that began on these days and booked; `over_midnight` those that booked on them and began before,
    less those that began on them and booked after. `again` are further bookings of a visit that had booked.
    `unlogged` booked on the site before the first day of which there are visits. `uncounted` booked on it since and are
    in no funnel, guests who object and bots; below 0 it says that the log holds bookings which the ledger does not.
    """

    bookings: int
    funnel: int
    over_midnight: int
    again: int
    desk_and_phone: int
    imported: int
    unlogged: int

    @property
    def uncounted(self) -> int:
        told = self.funnel + self.over_midnight + self.again + self.desk_and_phone + self.imported + self.unlogged
        return self.bookings - told

    @property
    def sound(self) -> bool:
        return self.uncounted >= 0


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
    events, visits, first_on = db.session.execute(
        select(
            func.count(), func.count(_event.c.visit.distinct()), select(func.min(visit.c.day_on)).scalar_subquery()
        ).where(*logged)
    ).one()
    begins_at = wall_instant(first_on, 0, 0, zone) if first_on else until
    before = func.sum(case((_booking.c.booked_at < begins_at, 1), else_=0))
    rows = db.session.execute(
        select(_booking.c.source, func.count(), before).where(*within).group_by(_booking.c.source)
    )
    by_source = {source: (int(count), int(early)) for source, count, early in rows}
    elsewhere = (*BY_DESK, IMPORTED)
    begun = counted(filters.whole)[-1]
    return Ledger(
        sum(count for count, _ in by_source.values()),
        begun,
        visits - begun,
        events - visits,
        sum(by_source[source][0] for source in BY_DESK if source in by_source),
        by_source.get(IMPORTED, (0, 0))[0],
        sum(early for source, (_, early) in by_source.items() if source not in elsewhere),
    )


def instants(filters: Filters, zone: str) -> tuple[datetime, datetime]:
    """From the first instant of the days of the filters up to but not including the one after their last."""
    after = filters.until_on + timedelta(days=1)
    return wall_instant(filters.since_on, 0, 0, zone), wall_instant(after, 0, 0, zone)
