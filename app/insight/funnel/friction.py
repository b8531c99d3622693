"""What got in the way of a period's visits, by the bookings it may have cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from app.experience.funnel.days.rules import Sum
from app.experience.funnel.models import Event
from app.experience.funnel.names import SIGNALS, STEPS
from app.experience.funnel.rules import Hindrance, ranked
from app.experience.funnel.rules.signals import ON_LEAVING, POOR, WITHOUT_CODE, Signal
from app.insight.funnel.kept import Parts, kept_sum
from app.insight.funnel.visits import REACHED, WINDOW, chosen, looked_at, newest_since, visit
from app.insight.period import Filters
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, is_sqlite

event = Event.__table__


@dataclass(frozen=True, slots=True)
class Friction:
    """Signals, the one that cost most bookings first, each held against all visits that reached its step.

    `last_fields` are the fields last touched before leaving with how many visits, the commonest first. `visits` are
    those looked at: all but the ones that may still book, and where `since_on` is a day those that began from it on.
    """

    signals: Sequence[Hindrance[Signal]]
    last_fields: Sequence[tuple[str, int]]
    visits: int
    since_on: date | None = None


def friction(filters: Filters, goal: str = STEPS[-1]) -> Friction:
    """The signals of the visits that reached each step before the goal (one of `STEPS`); six statements at most.

    Association, not cause. Raises `Invalid` for a goal that is no later step.
    """
    if goal not in STEPS[1:]:
        raise Invalid(f"The goal is one of {', '.join(STEPS[1:])}.")
    found = looked_at(filters) if goal == STEPS[-1] else Parts(None, {}, filters)
    shown = kept_sum(found, "signals", "last_fields")
    if found.live is not None:
        shown.add(_live(found.live, goal))
    reached = dict(zip(STEPS, shown.reached, strict=True))
    booked = reached[goal]
    signals = {
        one: (shown.booked[one], shown.left[one], booked, reached[one.step] - booked)
        for one in sorted({*shown.booked, *shown.left}, key=str)
    }
    last = sorted(shown.last_fields.items(), key=lambda one: (-one[1], one[0]))
    return Friction(
        ranked({one: counts for one, counts in signals.items() if _possible(counts)}),
        last,
        shown.reached[0],
        newest_since(found, filters),
    )


def _possible(counts: tuple[int, int, int, int]) -> bool:
    """Whether no more showed the signal than reached its step: a visit without its step's event is left out."""
    return counts[0] <= counts[2] and counts[1] <= counts[3]


def _live(filters: Filters, goal: str) -> Sum:
    """The same of the visits themselves; two statements."""
    settled = _settled(filters, goal)
    found = Sum(list(map(int, db.session.execute(select(*map(func.count, REACHED)).where(*settled)).one())))
    for step, name, code, visits, bookers in db.session.execute(_signals(filters, settled, goal)):
        if name == ON_LEAVING:
            found.last_fields[code or ""] += int(visits)
        else:
            signal = Signal(step, name, code or "")
            found.booked[signal], found.left[signal] = int(bookers), int(visits - bookers)
    return found


def rank_site(filters: Filters, goal: str | None = None) -> list[Hindrance[str]]:
    """The same signals under a name of one line."""
    found = friction(filters, goal or STEPS[-1]).signals
    return [Hindrance(str(one.name), *one.counts, one.odds, one.significant) for one in found]


def around(filters: Filters) -> ColumnElement[bool]:
    """Events that can belong to visits of these days, wherever the group's midnight is: what the index finds."""
    day = timedelta(days=1)
    since = datetime.combine(filters.since_on - day, time(), UTC)
    return and_(event.c.at >= since, event.c.at < datetime.combine(filters.until_on + 3 * day, time(), UTC))


def of_visits(filters: Filters) -> ColumnElement[bool]:
    """The condition for events that are read by their visits.

    PostgreSQL weighs the index of the instants against that of the visits. SQLite would take the instants always, and
    read every event of half a year for the few visits of a narrow filter: there is nothing else for it to take.
    """
    return true() if is_sqlite() else around(filters)


def _settled(filters: Filters, goal: str) -> list[ColumnElement[bool]]:
    """Visits that reached the goal, or will not any more."""
    done = or_(visit.c[f"{goal}_at"].is_not(None), visit.c.first_at <= clock.now() - WINDOW)
    return [*chosen(filters), done]


def _signals(filters: Filters, settled: list[ColumnElement[bool]], goal: str) -> Select[Any]:
    """Step, name, code, visits that showed it there, and those of them that reached the goal afterwards."""
    before = STEPS[: STEPS.index(goal)]
    at = {step: visit.c[f"{step}_at"] for step in STEPS}
    step = case(*[(at[name] <= event.c.at, name) for name in reversed(before)], else_=before[0]).label("step")
    code = case((event.c.name.in_(WITHOUT_CODE), None), else_=event.c.code).label("code")
    poor = [and_(event.c.name == name, event.c.duration_ms >= least) for name, least in POOR.items()]
    return (
        select(
            step,
            event.c.name,
            code,
            func.count(event.c.visit.distinct()),
            func.count(case((at[goal].is_not(None), event.c.visit)).distinct()),
        )
        .join(visit, visit.c.visit == event.c.visit)
        .where(
            of_visits(filters),
            *settled,
            or_(event.c.name.in_([name for name in SIGNALS if name not in POOR]), *poor),
            or_(at[goal].is_(None), at[goal] > event.c.at),
        )
        .group_by(step, event.c.name, code)
    )
