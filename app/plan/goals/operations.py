"""Writing down what a house promises."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select, update

from app.journal import record
from app.kernel.errors import Invalid, Stale
from app.plan.goals.models import Goal
from app.plan.phases import BY_KEY
from app.store import db, insert_or_ignore, transaction, write

_goal = Goal.__table__


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence, and the aim of a measure in thousandths of its unit; None for both where nothing measures it."""

    promise: str
    measure: str | None = None
    measure_of: str = ""
    aim_thousandths: int | None = None


def keep_promise(location_id: int, phase: str, promise: Promise, *, seen_version: int, by: int) -> None:
    """The house promises this at that phase. `seen_version` is 0 where there was no promise yet.

    Raises `Stale` when somebody has written another since: of two at once the later gets it. Raises `Invalid` for a
    phase that there is not.
    """
    if phase not in BY_KEY:
        raise Invalid("Choose a phase of the journey.")
    this = (_goal.c.location_id == location_id, _goal.c.phase == phase)
    values = asdict(promise)

    def work() -> None:
        before = db.session.execute(select(_goal).where(*this).with_for_update()).one_or_none()
        if (before.version if before else 0) != seen_version:
            raise Stale
        if before is None:
            row = {"location_id": location_id, "phase": phase, "version": 1, **values}
            changed = write(insert_or_ignore(Goal, row))
        else:
            newer = update(_goal).where(*this, _goal.c.version == seen_version)
            changed = write(newer.values(**values, version=seen_version + 1))
        if changed.rowcount == 0:
            raise Stale
        record(
            "promise_kept", "goal", location_id, actor="staff", actor_id=by, location_id=location_id, phase=phase,
            before={name: getattr(before, name) for name in values} if before else None, after=values,
        )  # fmt: skip

    transaction(work)
