"""Who is to be asked, and what was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.plan.pulse.models import PulseAsked, PulseCount
from app.plan.pulse.rules import Month, month_of, shown_months
from app.store import db

_count, _asked = PulseCount.__table__, PulseAsked.__table__


def pulse_is_due(staff_id: int, today: date) -> bool:
    """Whether this person has neither answered this month nor put the question away; one statement."""
    mine = select(_asked.c.staff_id).where(_asked.c.month_on == month_of(today), _asked.c.staff_id == staff_id)
    return db.session.execute(mine).first() is None


def pulse_months(first_on: date, last_on: date, location_ids: Collection[int]) -> list[Month]:
    """The months of these houses that begin in this time and may be shown (`shown_months`); one statement."""
    rows = db.session.execute(
        select(_count.c.month_on, _count.c.location_id, _count.c.ease, _count.c.answers).where(
            _count.c.month_on.between(first_on, last_on), _count.c.location_id.in_(location_ids)
        )
    )
    counts: dict[tuple[date, int], Counter[int]] = defaultdict(Counter)
    for month_on, location_id, ease, answers in rows:
        counts[month_on, location_id][ease] += answers
    return shown_months(counts)
