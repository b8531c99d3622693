"""Keeping what days came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.experience.funnel.days.models import FunnelCell, FunnelDay
from app.experience.funnel.days.rules import DIMENSIONS, Happened, Seen, cells, summed
from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS
from app.kernel import clock
from app.store import db, transaction, write

LEAST_VISITS = 200_000
"""A site with fewer reads its visits as fast as sums of them."""

SETTLED = timedelta(days=2)
"""A visit that begins on a day has ended when the next is over."""

AT_ONCE = 30
"""Days of one run; the next goes on from there."""

_visit, _event = Visit.__table__, Event.__table__
_day, _cell = FunnelDay.__table__, FunnelCell.__table__


def sum_up_days(least_visits: int = LEAST_VISITS) -> int:
    """Days that can change no more are summed up in order, none left out, as far as that was not done before.

    Answers how many were; sums of days whose visits are kept no longer are gone. One transaction a day.
    """
    first, visits = db.session.execute(select(func.min(_visit.c.day_on), func.count()).select_from(_visit)).one()
    if first is None or visits < least_visits:
        return 0
    transaction(lambda: _forget_before(first))
    last = db.session.execute(select(func.max(_day.c.day_on))).scalar()
    day = max(first, last + timedelta(days=1)) if last else first
    until = (clock.now() - SETTLED).date()
    done = 0
    while day < until and done < AT_ONCE:
        transaction(partial(_sum_up, day))
        day += timedelta(days=1)
        done += 1
    return done


def _forget_before(day: date) -> None:
    for table in (_day, _cell):
        write(delete(table).where(table.c.day_on < day))


def _sum_up(day: date) -> None:
    visits = _seen_on(day)
    slices = [
        {"slice": name, "day_on": day, **dict(zip(STEPS, own.reached, strict=True)), "figures": own.document()}
        for name, own in summed(visits).items()
    ]
    write(insert(_day), slices)
    own_cells = [
        {"day_on": day, **dict(zip(DIMENSIONS, values, strict=True)), **dict(zip(STEPS, reached, strict=True))}
        for values, reached in cells(visits).items()
    ]
    if own_cells:
        write(insert(_cell), own_cells)


def _seen_on(day: date) -> list[Seen]:
    """The day's visits with their events; two statements."""
    visits = db.session.execute(select(*_visit.c).where(_visit.c.day_on == day, _visit.c.is_bot.is_(False))).all()
    events: dict[str, list[Happened]] = defaultdict(list)
    begun = datetime.combine(day, time(), UTC)
    within = (_event.c.at >= begun - timedelta(days=1), _event.c.at < begun + SETTLED)
    for row in db.session.execute(
        select(_event.c.visit, _event.c.at, _event.c.name, _event.c.code, _event.c.duration_ms, _event.c.implied)
        .join(_visit, _visit.c.visit == _event.c.visit)
        .where(*within, _visit.c.day_on == day, _visit.c.is_bot.is_(False))
        .order_by(_event.c.at, _event.c.id)
    ):
        events[row.visit].append(Happened(*row[1:]))
    return [_seen(row, events.get(row.visit, [])) for row in visits]


def _seen(row: Any, events: Sequence[Happened]) -> Seen:
    reached = [row._mapping[_visit.c[f"{step}_at"]] for step in STEPS]
    return Seen(reached, (row.location_id, row.device, row.source, row.returning, row.heads, row.lead_days), events)
