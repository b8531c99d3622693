"""The promises of the houses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.plan.goals.models import Goal
from app.store import db

_goal = Goal.__table__


@dataclass(frozen=True, slots=True)
class Promised:
    """What a house promises at a phase; without a measure nothing shows whether it holds."""

    location_id: int
    phase: str
    promise: str
    measure: str | None
    measure_of: str
    aim_thousandths: int | None
    version: int


def promises(location_ids: Collection[int]) -> dict[tuple[int, str], Promised]:
    """Every promise of these houses by house and phase; one statement."""
    rows = db.session.execute(select(_goal).where(_goal.c.location_id.in_(location_ids))).mappings()
    return {(row["location_id"], row["phase"]): Promised(**row) for row in rows}
