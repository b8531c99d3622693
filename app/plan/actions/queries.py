"""The actions of the plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from app.identity.staff.models import Staff
from app.plan.actions.models import PlanAction
from app.store import db

_action, _staff = PlanAction.__table__, Staff.__table__


@dataclass(frozen=True, slots=True)
class Action:
    """An action with the name of its owner; for all houses where `location_id` is None."""

    id: int
    location_id: int | None
    phase: str
    channel: str
    desk: str
    title: str
    evidence: str
    owner_id: int
    measure: str
    measure_of: str
    aim_thousandths: int
    baseline_thousandths: int | None
    baseline_n: int
    baseline_since_on: date
    baseline_until_on: date
    starts_on: date
    due_on: date
    decision: str | None
    version: int
    owner_name: str


_SHOWN = [_action.c[name] for name in list(Action.__dataclass_fields__)[:-1]]


def actions(location_ids: Collection[int] | None) -> list[Action]:
    """What is planned for these houses and for all together, for every house where None.

    Those still to be judged first, by their day; then those about which was decided. One statement.
    """
    query = _asked().order_by(_action.c.decision.is_not(None), _action.c.due_on, _action.c.id)
    if location_ids is not None:
        query = query.where(or_(_action.c.location_id.is_(None), _action.c.location_id.in_(location_ids)))
    return [Action(**row) for row in db.session.execute(query).mappings()]


def action_with(action_id: int) -> Action | None:
    """One of them."""
    row = db.session.execute(_asked().where(_action.c.id == action_id)).mappings().one_or_none()
    return Action(**row) if row else None


def _asked() -> Select[Any]:
    return select(*_SHOWN, _staff.c.name.label("owner_name")).join(_staff, _staff.c.id == _action.c.owner_id)
