"""The map as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.plan.journey.models import Touchpoint
from app.store import db

_point = Touchpoint.__table__


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a guest meets at a phase."""

    id: int
    phase: str
    label: str
    whose: str
    version: int


_SHOWN = [_point.c[name] for name in Point.__dataclass_fields__]


def touchpoints() -> list[Point]:
    """Every touchpoint of the map in the order of each phase; one statement."""
    rows = db.session.execute(select(*_SHOWN).order_by(_point.c.phase, _point.c.position, _point.c.id))
    return [Point(*row) for row in rows]


def touchpoint(point_id: int) -> Point | None:
    """One of them."""
    row = db.session.execute(select(*_SHOWN).where(_point.c.id == point_id)).one_or_none()
    return Point(*row) if row else None
