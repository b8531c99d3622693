"""What visits did, as answers of yes (1) and no (0), by house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from app.catalogue.queries import catalogue
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS
from app.kernel.wall import wall_instant
from app.plan.measures.measure import ByHouse, Days
from app.store import db

_visit, _event = Visit.__table__, Event.__table__

RATES = {
    f"{one}>{other}": f"{one.capitalize()} to {other}"
    for place, one in enumerate(STEPS)
    for other in STEPS[place + 1 :]
}
"""Every pair of steps, the earlier first."""


def step_rate(of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of the visits that reached a step, how many reached the later one; robots left out. One statement."""
    one, _, other = of.partition(">")
    reached, went_on = _visit.c[f"{one}_at"], _visit.c[f"{other}_at"]
    rows = db.session.execute(
        select(_visit.c.location_id, func.count(reached), func.count(went_on))
        .where(*_among(days, location_ids), reached.is_not(None))
        .group_by(_visit.c.location_id)
    )
    return {place: Counter({1: kept, 0: n - kept}) for place, n, kept in rows}


def signal_share(of: str, days: Days, location_ids: Collection[int] | None) -> ByHouse:
    """Of all visits, how many showed the signal at least once; robots left out. Two statements."""
    zone = catalogue().houses[0].timezone if catalogue().houses else "UTC"
    since = wall_instant(days[0], 0, 0, zone)
    until = wall_instant(days[1] + timedelta(days=2), 0, 0, zone)
    showed = select(_event.c.visit).where(_event.c.name == of, _event.c.at >= since, _event.c.at < until)
    among = _among(days, location_ids)
    counted = select(_visit.c.location_id, func.count()).group_by(_visit.c.location_id)
    every = {row[0]: row[1] for row in db.session.execute(counted.where(*among))}
    shown = counted.where(*among, _visit.c.visit.in_(showed))
    with_it = {row[0]: row[1] for row in db.session.execute(shown)}
    return {place: Counter({1: with_it.get(place, 0), 0: n - with_it.get(place, 0)}) for place, n in every.items()}


def _among(days: Days, location_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_visit.c.day_on.between(*days), _visit.c.is_bot.is_(False)]
    return found if location_ids is None else [*found, _visit.c.location_id.in_(location_ids)]
