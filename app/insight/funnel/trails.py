"""The visits behind a drop, step by step, without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from app.experience.funnel.names import STEPS
from app.insight.funnel.friction import event
from app.insight.funnel.visits import WINDOW, chosen, counted, visit, young
from app.insight.period import Filters
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A step or a signal, so many seconds after the visit began."""

    after_s: int
    name: str
    code: str
    implied: bool
    duration_ms: int | None


@dataclass(frozen=True, slots=True)
class Trail:
    """What one visit did, in order. Nothing here tells who it was: no id, and no hour but the day."""

    day_on: date
    device: str
    source: str
    returning: bool
    location_id: int | None
    heads: int | None
    nights: int | None
    lead_days: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The visits that got no further than `step`: how many, and the latest of them."""

    step: str
    visits: int
    trails: Sequence[Trail]


def stopped_at(filters: Filters, step: str, most: int = SHOWN) -> Stopped:
    """The visits of the filters whose deepest step that is, without those that may still go on; six statements
    at most.

    Raises `Invalid` for no step, and for the last, at which nobody stops.
    """
    if step not in STEPS[:-1]:
        raise Invalid(f"Choose one of {', '.join(STEPS[:-1])}.")
    which = _stopped(filters, step)
    place = STEPS.index(step)
    reached = counted(filters)
    total = reached[place] - reached[place + 1] - young(filters).open[place]
    latest = db.session.execute(
        select(*visit.c)
        .where(*which)
        .order_by(visit.c.day_on.desc(), visit.c.first_at.desc(), visit.c.visit)
        .limit(most)
    ).all()
    marks: dict[str, list[Mark]] = {row.visit: [] for row in latest}
    began = {row.visit: row.first_at for row in latest}
    some = select(visit.c.visit, visit.c.first_at, visit.c.last_at).where(visit.c.visit.in_(list(began))).subquery()
    for row in db.session.execute(
        select(event.c.visit, event.c.at, event.c.name, event.c.code, event.c.implied, event.c.duration_ms)
        .select_from(some)
        .join(event, event.c.visit == some.c.visit)
        .where(event.c.at >= some.c.first_at, event.c.at <= some.c.last_at)
        .order_by(event.c.at, event.c.id)
    ):
        after = int((row.at - began[row.visit]).total_seconds())
        marks[row.visit].append(Mark(after, row.name, row.code or "", row.implied, row.duration_ms))
    return Stopped(step, total, [_trail(row, marks[row.visit]) for row in latest])


def _stopped(filters: Filters, step: str) -> list[ColumnElement[bool]]:
    after = STEPS[STEPS.index(step) + 1]
    return [
        *chosen(filters),
        visit.c[f"{step}_at"].is_not(None),
        visit.c[f"{after}_at"].is_(None),
        visit.c.first_at <= clock.now() - WINDOW,
    ]


def _trail(row: Row[Any], marks: Sequence[Mark]) -> Trail:
    about = (row.day_on, row.device, row.source, row.returning, row.location_id, row.heads, row.nights, row.lead_days)
    return Trail(*about, tuple(marks))
