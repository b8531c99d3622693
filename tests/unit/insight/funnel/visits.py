"""Visits for tests, written as their log writes them: a row for the visit and one for each event."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from app.experience.funnel.models import Event, Visit
from app.experience.funnel.names import STEPS
from app.store import db, transaction
from tests.builders import NOW

MINUTE = timedelta(minutes=1)
WEEK_AGO = datetime.fromisoformat(NOW) - timedelta(days=7)
_numbers = count(1)

Signal = tuple[str, str, str | None]
"""The step at which it shows, its name and its code."""


def visited(
    deepest: str | None,
    *signals: Signal,
    at: datetime = WEEK_AGO,
    pace: timedelta = MINUTE,
    walk: tuple[str, ...] | None = None,
    properties: dict[str, Any] | None = None,
    duration_ms: int | None = None,
    **about: Any,
) -> str:
    """A visit that reached its steps one `pace` after the other, and showed the signals seconds after their step.

    `walk` are the pages it opened instead of each step once. Answers its id.
    """
    visit = f"{next(_numbers):032x}"
    reached = STEPS[: STEPS.index(deepest) + 1] if deepest else ()
    times = {step: at + place * pace for place, step in enumerate(reached)}
    told = {"device": "desk", "source": "direct", "returning": False, "is_bot": False, "location_id": None}
    told |= {"heads": 2, "nights": 2, "lead_days": 10} | about
    pages = [(at + place * pace, name) for place, name in enumerate(walk or reached)]
    events = [(when, name, None, None) for when, name in pages]
    events += [(times[step] + timedelta(seconds=5), name, code, properties) for step, name, code in signals]
    last = max([when for when, *_ in events], default=at)

    def work() -> None:
        instants = {f"{step}_at": times.get(step) for step in STEPS}
        row = {"visit": visit, "day_on": at.date(), "first_at": at, "last_at": last}
        db.session.execute(insert(Visit.__table__), row | instants | told)
        for when, name, code, said in sorted(events, key=lambda one: one[0]):
            own = {"visit": visit, "at": when, "name": name, "code": code, "properties": said}
            took = duration_ms if name not in STEPS else None
            db.session.execute(insert(Event.__table__), own | told | {"implied": False, "duration_ms": took})

    transaction(work)
    return visit


def many(number: int, deepest: str | None, *signals: Signal, **about: Any) -> None:
    for _ in range(number):
        visited(deepest, *signals, **about)
