"""What is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, bindparam, func, select, text, tuple_

from app.inventory.models import Allotment, Claim, Resource, Watch
from app.store import db
from app.store.version import CATALOGUE, LINE, Cached


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


def on_sale(resource_id: int, first: date, until: date) -> dict[date, int]:
    """How many of a resource are on sale on each open night, taken or not; one statement."""
    rows = db.session.execute(
        select(Allotment.night, Allotment.sellable).where(
            Allotment.resource_id == resource_id, Allotment.night >= first, Allotment.night < until
        )
    )
    return {row.night: row.sellable for row in rows}


_RUNS = text(
    "SELECT resource_id, min(night) AS first, count(*) AS nights, max(night) AS last,"
    " string_agg(CAST(sellable - taken AS TEXT), ',' ORDER BY night) AS free"
    " FROM allotment WHERE night >= :first AND night < :until AND resource_id IN :ids GROUP BY resource_id"
).bindparams(bindparam("ids", expanding=True), bindparam("first", type_=Date()), bindparam("until", type_=Date()))


def free_runs(resource_ids: Sequence[int], first: date, until: date) -> dict[int, tuple[date, list[int]]]:
    """Per resource the first open night of the span and the free counts from it on; one statement.

    As `counters`, for the whole of a house: one row a resource instead of one a night, in a ninth of the time. A night
    that is not open in between has -1.
    """
    rows = db.session.execute(_RUNS, {"ids": list(resource_ids), "first": first, "until": until}).all()
    found: dict[int, tuple[date, list[int]]] = {}
    for resource_id, begins, nights, ends, free in rows:
        start, last = _day(begins), _day(ends)
        if (last - start).days + 1 == nights:
            found[resource_id] = (start, [int(count) for count in free.split(",")])
        else:
            open_nights = counters([resource_id], start, until)[resource_id]
            span = (last - start).days + 1
            found[resource_id] = (start, [open_nights.get(start + timedelta(days=n), -1) for n in range(span)])
    return found


def _day(value: date | str) -> date:
    """SQLite answers the least of dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


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


@dataclass(frozen=True, slots=True)
class Watching:
    """Somebody waits for a resource on nights from `first_on` up to but not including `until_on`."""

    watcher_id: int
    first_on: date
    until_on: date


def watches() -> dict[int, tuple[Watching, ...]]:
    """Who waits for which resource, in the order of the line; empty when nobody waits. In memory until that changes."""
    return _WATCHES.get()


def is_watched(resource_id: int, night: date) -> bool:
    """Whether somebody waits for the resource on that night."""
    return any(one.first_on <= night < one.until_on for one in watches().get(resource_id, ()))


def _load_watches() -> dict[int, tuple[Watching, ...]]:
    found: dict[int, list[Watching]] = defaultdict(list)
    rows = db.session.execute(
        select(Watch.resource_id, Watch.watcher_id, Watch.first_on, Watch.until_on).order_by(Watch.watcher_id)
    )
    for resource_id, watcher_id, first_on, until_on in rows:
        found[resource_id].append(Watching(watcher_id, first_on, until_on))
    return {resource_id: tuple(waiting) for resource_id, waiting in found.items()}


_WATCHES = Cached(_load_watches, LINE)


def held_counts(owner: str, owner_id: int) -> dict[tuple[int, date], int]:
    """How many of each (resource, night) an owner holds."""
    rows = db.session.execute(
        select(Claim.resource_id, Claim.night, func.sum(Claim.count))
        .where(Claim.owner == owner, Claim.owner_id == owner_id)
        .group_by(Claim.resource_id, Claim.night)
    )
    return {(resource_id, night): int(count) for resource_id, night, count in rows}


def held_by(owners: Sequence[tuple[str, int]]) -> set[tuple[int, date]]:
    """Every (resource, night) that these owners hold something of."""
    if not owners:
        return set()
    rows = db.session.execute(
        select(Claim.resource_id, Claim.night).where(tuple_(Claim.owner, Claim.owner_id).in_(list(owners)))
    )
    return {(resource_id, night) for resource_id, night in rows}
