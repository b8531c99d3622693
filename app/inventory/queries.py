"""What is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.inventory.models import Allotment, Claim, Resource
from app.store import db
from app.store.version import CATALOGUE, Cached


@dataclass(frozen=True, slots=True)
class Resources:
    """Which resource counts what: by room type, sitting and extra."""

    of_room_type: dict[int, int]
    of_sitting: dict[int, int]
    of_extra: dict[int, int]


def resources() -> Resources:
    """The resources of the whole group, in memory until the catalogue changes."""
    return _RESOURCES.get()


def _load() -> Resources:
    rows = db.session.execute(select(Resource.id, Resource.room_type_id, Resource.sitting_id, Resource.extra_id)).all()
    return Resources(
        {room_type: id_ for id_, room_type, _, _ in rows if room_type},
        {sitting: id_ for id_, _, sitting, _ in rows if sitting},
        {extra: id_ for id_, _, _, extra in rows if extra},
    )


_RESOURCES = Cached(_load, CATALOGUE)


def counters(resource_ids: Sequence[int], first: date, until: date) -> dict[int, dict[date, int]]:
    """Free count per resource and night that is open, from `first` up to but not including `until`; one statement."""
    found: dict[int, dict[date, int]] = {resource_id: {} for resource_id in resource_ids}
    rows = db.session.execute(
        select(Allotment.resource_id, Allotment.night, Allotment.sellable - Allotment.taken).where(
            Allotment.night >= first, Allotment.night < until, Allotment.resource_id.in_(list(resource_ids))
        )
    )
    for resource_id, night, free in rows:
        found[resource_id][night] = free
    return found


@dataclass(frozen=True, slots=True)
class Expiring:
    """Claims that run out by themselves: what they hold, and when."""

    resource_id: int
    night: date
    count: int
    expires_at: datetime


def expiring() -> dict[int, list[Expiring]]:
    """Every claim with an expiry by resource, expired ones too; one statement. There are only ever a few."""
    held: dict[int, list[Expiring]] = defaultdict(list)
    rows = db.session.execute(
        select(Claim.resource_id, Claim.night, Claim.count, Claim.expires_at).where(Claim.expires_at.is_not(None))
    )
    for resource_id, night, count, expires_at in rows:
        assert expires_at is not None
        held[resource_id].append(Expiring(resource_id, night, count, expires_at))
    return held
