"""Look to book: of those who looked, who booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from app.experience.estimates import wilson
from app.experience.funnel.names import STEPS
from app.insight.board.rules import Days, Point, within
from app.insight.funnel.kept import kept_by_day, parts
from app.insight.funnel.visits import chosen, visit
from app.insight.period import Filters
from app.store import db

RESULTS, BOOKED = STEPS.index("results"), STEPS.index("booked")
Looked = tuple[date, int, int]
"""A day, the visits that saw prices on it, and those of them that booked."""


def looked(filters: Filters, since_on: date) -> list[Looked]:
    """Each day from `since_on` to the end of the period; robots left out. From sums where days have them, three
    statements at most."""
    found = parts(replace(filters, since_on=since_on, against=None))
    summed = [(day_on, counts[RESULTS], counts[BOOKED]) for day_on, counts in kept_by_day(found).items()]
    return summed + (_live(found.live) if found.live else [])


def _live(filters: Filters) -> list[Looked]:
    rows = db.session.execute(
        select(visit.c.day_on, func.count(visit.c.results_at), func.count(visit.c.booked_at))
        .where(*chosen(filters), visit.c.results_at.is_not(None))
        .group_by(visit.c.day_on)
    )
    return [(day_on, seen, booked) for day_on, seen, booked in rows]


def look_to_book(rows: Sequence[Looked], days: Days) -> Point:
    """Of the visits of the days that saw prices, those that booked."""
    own = [(seen, booked) for day_on, seen, booked in rows if within(day_on, days)]
    found = wilson(sum(booked for _, booked in own), sum(seen for seen, _ in own))
    return Point(days, found.n, found.share, found.low, found.high)
