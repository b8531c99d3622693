"""What else was heard of each phase: complaints, notes of staff, calls that came to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.care.cases.models import Case
from app.care.friction.models import FrictionNote
from app.care.lost_calls.models import LostCall, LostCallHouse
from app.catalogue.queries import catalogue
from app.insight.period import Filters
from app.kernel.wall import wall_instant
from app.plan.phases import phase_of_theme
from app.store import db

_note, _case = FrictionNote.__table__, Case.__table__
_call, _house = LostCall.__table__, LostCallHouse.__table__


@dataclass(frozen=True, slots=True)
class Heard:
    """How often, by phase: cases that were opened, by their root cause; what staff noted; calls that came to nothing.

    `unsorted` are cases that have no cause yet.
    """

    cases: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    unsorted: int = 0

    @property
    def total(self) -> int:
        return self.cases.total() + self.notes.total() + self.calls.total() + self.unsorted


def heard(filters: Filters) -> Heard:
    """What was heard in the days of the period at its houses; three statements."""
    since, until = _instants(filters)
    places = filters.location_ids
    cases = _themes(_case, _case.c.theme, _case.c.opened_at, since, until, places)
    notes = _themes(_note, _note.c.theme, _note.c.made_at, since, until, places)
    sorted_cases = [(theme, count) for theme, count in cases if theme]
    return Heard(
        _phases(sorted_cases),
        _phases(notes),
        _phases(_calls(since, until, places)),
        sum(count for theme, count in cases if not theme),
    )


def _themes(
    table: Any, theme: Any, at: Any, since: datetime, until: datetime, location_ids: Collection[int] | None
) -> list[tuple[str | None, int]]:
    here = () if location_ids is None else (table.c.location_id.in_(location_ids),)
    rows = db.session.execute(select(theme, func.count()).where(at >= since, at < until, *here).group_by(theme))
    return [(key, int(count)) for key, count in rows]


def _calls(since: datetime, until: datetime, location_ids: Collection[int] | None) -> list[tuple[str | None, int]]:
    here = []
    if location_ids is not None:
        here.append(_call.c.id.in_(select(_house.c.lost_call_id).where(_house.c.location_id.in_(location_ids))))
    rows = db.session.execute(
        select(_call.c.theme, func.count())
        .where(_call.c.taken_at >= since, _call.c.taken_at < until, *here)
        .group_by(_call.c.theme)
    )
    return [(theme, int(count)) for theme, count in rows]


def _phases(counts: Iterable[tuple[str | None, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for theme, count in counts:
        found[phase_of_theme(theme or "")] += count
    return found


def _instants(filters: Filters) -> tuple[datetime, datetime]:
    zone = catalogue().houses[0].timezone if catalogue().houses else "UTC"
    return (
        wall_instant(filters.since_on, 0, 0, zone),
        wall_instant(filters.until_on + timedelta(days=1), 0, 0, zone),
    )
