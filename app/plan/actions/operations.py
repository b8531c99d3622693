"""Writing actions down, changing them before they begin, and saying what became of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from app.identity.staff.models import Staff
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid, Stale
from app.plan.actions.models import PlanAction
from app.plan.actions.rules import CHANNELS, DECISIONS, DESKS, baseline_days
from app.plan.errors import Begun, Unknown
from app.plan.measures import MEASURES, measured
from app.plan.phases import BY_KEY
from app.store import db, transaction, write

_action, _staff = PlanAction.__table__, Staff.__table__
JUDGING = ("measure", "measure_of", "aim_thousandths", "location_id", "starts_on")
"""What stands once the action has begun."""
STILL_TO_COME = "It is judged on a day that is still to come."


@dataclass(frozen=True, slots=True)
class Wish:
    """An action as somebody writes it down: `location_id` is None for all houses, the aim in thousandths."""

    title: str
    evidence: str
    phase: str
    channel: str
    desk: str
    location_id: int | None
    owner_id: int
    measure: str
    measure_of: str
    aim_thousandths: int
    starts_on: date
    due_on: date


def plan_action(wish: Wish, *, today: date, by: int) -> int:
    """The id of a new action, with the figure of its measure as it stands now for a baseline; of the one that stands
    where the same person plans the very same twice, also at once.

    Raises `Invalid` for a word that is on none of the lists, for days that do not follow each other, and for a day of
    judgement that is not still to come: whoever knows the figures chooses no days for them.
    """
    _check(wish)
    if wish.due_on <= today:
        raise Invalid(STILL_TO_COME)
    values = asdict(wish) | _baseline(wish, today)

    def work() -> int:
        db.session.execute(select(_staff.c.id).where(_staff.c.id == by).with_for_update())
        same = [_action.c[name] == value for name, value in asdict(wish).items()]
        stands = db.session.execute(select(_action.c.id).where(*same, _action.c.decision.is_(None))).scalars().first()
        if stands is not None:
            return int(stands)
        row = values | {"made_at": clock.now(), "version": 1}
        action_id = int(write(insert(_action).returning(_action.c.id), row).scalar_one())
        record(
            "action_planned", "plan_action", action_id, actor="staff", actor_id=by, location_id=wish.location_id,
            planned=_told(values),
        )  # fmt: skip
        return action_id

    return transaction(work)


def edit_action(action_id: int, wish: Wish, *, today: date, seen_version: int, by: int) -> None:
    """The action is this; one that has not begun gets its baseline anew.

    Raises `Stale` when somebody changed it since, `Begun` where what judges a running action would change, `Unknown`,
    and `Invalid` as `plan_action` does; a day of judgement that stands may have passed.
    """
    _check(wish)
    fresh = _baseline(wish, today)

    def work() -> None:
        before = _standing(action_id, seen_version)
        begun = before.starts_on <= today
        if begun and any(getattr(before, name) != getattr(wish, name) for name in JUDGING):
            raise Begun
        if wish.due_on <= today and wish.due_on != before.due_on:
            raise Invalid(STILL_TO_COME)
        values = asdict(wish) if begun else asdict(wish) | fresh
        write(update(_action).where(_action.c.id == action_id).values(**values, version=seen_version + 1))
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        record(
            "action_changed", "plan_action", action_id, actor="staff", actor_id=by, location_id=wish.location_id,
            before=_told({name: getattr(before, name) for name in changed}), after=_told(changed),
        )  # fmt: skip

    transaction(work)


def decide_action(action_id: int, decision: str, *, seen_version: int, by: int) -> None:
    """What became of the action: kept, undone or dropped. Raises as `edit_action` does."""
    if decision not in DECISIONS:
        raise Invalid("Say whether it is kept, undone or dropped.")

    def work() -> None:
        before = _standing(action_id, seen_version)
        changed = update(_action).where(_action.c.id == action_id)
        write(changed.values(decision=decision, version=seen_version + 1))
        record(
            "action_decided", "plan_action", action_id, actor="staff", actor_id=by, location_id=before.location_id,
            before=before.decision, after=decision,
        )  # fmt: skip

    transaction(work)


def _check(wish: Wish) -> None:
    lists = ((wish.phase, BY_KEY), (wish.channel, CHANNELS), (wish.desk, DESKS), (wish.measure, MEASURES))
    if any(word not in known for word, known in lists) or wish.measure_of not in MEASURES[wish.measure].options:
        raise Invalid("Choose phase, channel, desk and measure from their lists.")
    if MEASURES[wish.measure].whole_group and wish.location_id is not None:
        raise Invalid("That figure is of all houses together.")
    if wish.starts_on >= wish.due_on:
        raise Invalid("It is judged on a day after it starts.")


def _baseline(wish: Wish, today: date) -> dict[str, Any]:
    days = baseline_days(wish.starts_on, wish.due_on, today)
    places = None if wish.location_id is None else [wish.location_id]
    found = measured(wish.measure, wish.measure_of, days, places)
    return {
        "baseline_thousandths": found.thousandths,
        "baseline_n": found.n,
        "baseline_since_on": days[0],
        "baseline_until_on": days[1],
    }


def _standing(action_id: int, seen_version: int) -> Any:
    row = db.session.execute(select(_action).where(_action.c.id == action_id).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    if row.version != seen_version:
        raise Stale
    return row


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """As the journal keeps it: days as words."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
