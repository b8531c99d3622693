"""Lost calls as the desk reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.care.lost_calls.models import LostCall, LostCallHouse
from app.identity.staff.models import Staff
from app.kernel.party import Party, party_of
from app.kernel.stay import Stay
from app.store import db

_call, _house, _staff = LostCall.__table__, LostCallHouse.__table__, Staff.__table__


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls are asked for: those about any of these houses, taken from one instant up to but not including
    another, for one reason or, where that is empty, for any."""

    location_ids: tuple[int, ...]
    since: datetime
    until: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """A call as it was written down; `location_ids` are all houses that it was about."""

    id: int
    taken_at: datetime
    location_ids: tuple[int, ...]
    stay: Stay | None
    party: Party
    reason: str
    theme: str
    words: str
    staff_name: str


def lost_calls(wanted: Wanted, most: int = 200) -> list[Logged]:
    """The newest calls first; two statements."""
    rows = db.session.execute(
        select(*_call.c, _staff.c.name)
        .outerjoin(_staff, _staff.c.id == _call.c.staff_id)
        .where(*_conditions(wanted))
        .order_by(_call.c.taken_at.desc(), _call.c.id.desc())
        .limit(most)
    ).all()
    houses: dict[int, list[int]] = {}
    about = select(_house.c.lost_call_id, _house.c.location_id).order_by(_house.c.location_id)
    for call_id, location_id in db.session.execute(about.where(_house.c.lost_call_id.in_([row.id for row in rows]))):
        houses.setdefault(call_id, []).append(location_id)
    return [_logged(row, tuple(houses.get(row.id, ()))) for row in rows]


def lost_reasons(wanted: Wanted) -> dict[str, int]:
    """How many calls were lost for each reason, the commonest first; one statement."""
    count = func.count()
    rows = db.session.execute(
        select(_call.c.reason, count)
        .where(*_conditions(wanted))
        .group_by(_call.c.reason)
        .order_by(count.desc(), _call.c.reason)
    )
    return {reason: int(number) for reason, number in rows}


def denied_calls(wanted: Wanted) -> list[tuple[str, list[dict[str, Any] | None]]]:
    """Each call's reason with what the board said of it at each of these houses, the first taken first; one
    statement."""
    rows = db.session.execute(
        select(_call.c.id, _call.c.reason, _house.c.denied)
        .join(_house, _house.c.lost_call_id == _call.c.id)
        .where(*_conditions(wanted), _house.c.location_id.in_(wanted.location_ids))
        .order_by(_call.c.taken_at, _call.c.id, _house.c.location_id)
    )
    found: dict[int, tuple[str, list[dict[str, Any] | None]]] = {}
    for call_id, reason, denied in rows:
        found.setdefault(call_id, (reason, []))[1].append(denied)
    return list(found.values())


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    about = select(_house.c.lost_call_id).where(_house.c.location_id.in_(wanted.location_ids))
    within = [_call.c.taken_at >= wanted.since, _call.c.taken_at < wanted.until, _call.c.id.in_(about)]
    return [*within, _call.c.reason == wanted.reason] if wanted.reason else within


def _logged(row: Any, location_ids: tuple[int, ...]) -> Logged:
    return Logged(
        id=row.id,
        taken_at=row.taken_at,
        location_ids=location_ids,
        stay=Stay(row.arrival_on, row.departure_on) if row.arrival_on else None,
        party=party_of(row.adults, row.children, row.cots, row.dogs, row.needs),
        reason=row.reason,
        theme=row.theme,
        words=row.words,
        staff_name=row.name or "",
    )
