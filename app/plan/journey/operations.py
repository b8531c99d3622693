"""Drawing the map."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.identity.staff.models import Staff
from app.journal import record
from app.kernel.errors import Invalid, Stale
from app.plan.errors import Unknown
from app.plan.journey.models import Touchpoint
from app.plan.phases import BY_KEY
from app.store import db, transaction, write

_point, _staff = Touchpoint.__table__, Staff.__table__
WHOSE = {"ours": "Ours", "partner": "A partner’s", "guest": "The guest’s own"}
"""Who makes a touchpoint what it is; the keys are kept in rows and never change."""


def add_touchpoint(phase: str, label: str, whose: str, *, by: int) -> int:
    """The id of a new touchpoint, the last of its phase; of the one that stands there by that name already.

    Raises `Invalid` for a phase or owner that there is not.
    """
    _check(phase, whose)

    def work() -> int:
        db.session.execute(select(_staff.c.id).where(_staff.c.id == by).with_for_update())
        same = (_point.c.phase == phase, _point.c.label == label, _point.c.whose == whose)
        stands = db.session.execute(select(_point.c.id).where(*same)).scalars().first()
        if stands is not None:
            return int(stands)
        last = db.session.execute(select(func.max(_point.c.position)).where(_point.c.phase == phase)).scalar()
        row = {"phase": phase, "position": (last or 0) + 1, "label": label, "whose": whose, "version": 1}
        point_id = int(write(insert(_point).returning(_point.c.id), row).scalar_one())
        record("touchpoint_added", "touchpoint", point_id, actor="staff", actor_id=by, phase=phase, whose=whose)
        return point_id

    return transaction(work)


def edit_touchpoint(point_id: int, phase: str, label: str, whose: str, *, seen_version: int, by: int) -> None:
    """The touchpoint is this. Raises `Stale` when somebody changed it since, `Unknown` where it is gone."""
    _check(phase, whose)

    def work() -> None:
        before = _standing(point_id, seen_version)
        values = {"phase": phase, "label": label, "whose": whose}
        write(update(_point).where(_point.c.id == point_id).values(**values, version=seen_version + 1))
        was = {name: getattr(before, name) for name in values}
        record("touchpoint_changed", "touchpoint", point_id, actor="staff", actor_id=by, before=was, after=values)

    transaction(work)


def remove_touchpoint(point_id: int, *, seen_version: int, by: int) -> None:
    """It is off the map. Raises `Stale` when somebody changed it since, `Unknown` where it is gone already."""

    def work() -> None:
        before = _standing(point_id, seen_version)
        write(delete(_point).where(_point.c.id == point_id))
        record(
            "touchpoint_removed", "touchpoint", point_id, actor="staff", actor_id=by, phase=before.phase,
            label=before.label,
        )  # fmt: skip

    transaction(work)


def _check(phase: str, whose: str) -> None:
    if phase not in BY_KEY or whose not in WHOSE:
        raise Invalid("Choose a phase and whose it is from the lists.")


def _standing(point_id: int, seen_version: int) -> Any:
    row = db.session.execute(select(_point).where(_point.c.id == point_id).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    if row.version != seen_version:
        raise Stale
    return row
