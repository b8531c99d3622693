"""Visits for tests of what is counted from them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from app.experience.funnel.models import Visit
from app.experience.funnel.names import STEPS
from app.store import transaction, write


def visits(day: date, location_id: int | None, **reached: int) -> None:
    """So many visits reached each of these steps on that day; those that went on are among those that came so far."""
    at = datetime.combine(day, time(12), UTC)
    most = max(reached.values(), default=0)
    rows: list[dict[str, Any]] = [
        {
            "visit": uuid4().hex,
            "day_on": day,
            "first_at": at,
            "last_at": at,
            "location_id": location_id,
            "device": "phone",
            "source": "direct",
            "returning": False,
            "is_bot": False,
            "refinements": 0,
            "events": 1,
            **{f"{step}_at": at if number < reached.get(step, 0) else None for step in STEPS},
        }
        for number in range(most)
    ]
    if rows:
        transaction(lambda: write(insert(Visit.__table__), rows))
