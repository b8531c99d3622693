"""How facilities are and were, as pages need to see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, tuple_

from app.care.facilities.models import FacilityState
from app.store import db

STATUS = "status"
"""The number that rises with everything the pages on how the houses are would show (`store.version`)."""

_state = FacilityState.__table__


@dataclass(frozen=True, slots=True)
class Reported:
    """What was said of a facility. `until_at` is what the house expected, `by` the id of who said it."""

    id: int
    location_id: int
    facility_id: int
    revision: int
    state: str
    words: str
    what_we_do: str
    since_at: datetime
    until_at: datetime | None
    notice_id: int | None
    by: int | None
    reported_at: datetime


_SHOWN = [_state.c["staff_id" if name == "by" else name] for name in Reported.__dataclass_fields__]


def state_now(location_ids: Collection[int]) -> dict[int, Reported]:
    """How each facility of these houses is, by its id; one that was never reported on is not in it, and fine."""
    newest = _newest().where(_state.c.location_id.in_(list(location_ids)))
    rows = db.session.execute(select(*_SHOWN).where(tuple_(_state.c.facility_id, _state.c.revision).in_(newest)))
    return {row.facility_id: Reported(*row) for row in rows}


def reported_since(location_ids: Collection[int], since: datetime) -> list[Reported]:
    """All that was so at some time since then, by facility and in its order: what was so as it began stands first."""
    mine = _state.c.location_id.in_(list(location_ids))
    stood = _newest().where(mine, _state.c.since_at <= since)
    within = or_(_state.c.since_at > since, tuple_(_state.c.facility_id, _state.c.revision).in_(stood))
    rows = db.session.execute(select(*_SHOWN).where(mine, within).order_by(_state.c.facility_id, _state.c.revision))
    return [Reported(*row) for row in rows]


def _newest() -> Select[tuple[int, int]]:
    return select(_state.c.facility_id, func.max(_state.c.revision)).group_by(_state.c.facility_id)
