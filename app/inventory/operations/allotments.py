"""Opening nights for sale and taking rooms off it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update

from app.inventory.models import Allotment, Closure, Resource
from app.inventory.operations.rooms import require_empty
from app.inventory.rules import nights_between
from app.store import db, insert_or_ignore, write
from app.store.version import raise_versions, stock_of

_allotment = Allotment.__table__


def add_resource(location_id: int, **what: int) -> int:
    """A new counted thing (`room_type_id=`, `sitting_id=` or `extra_id=`); its id. It has no nights yet."""
    statement = insert(Resource.__table__).values(location_id=location_id, **what).returning(Resource.__table__.c.id)
    return int(write(statement).scalar_one())


def open_nights(counts: Mapping[int, int], first: date, until: date) -> int:
    """Every night from `first` up to but not including `until` is on sale with `counts` per resource.

    Nights that are open already keep what they have, and closures count from the first day. Answers how many were
    added. Run by two workers at once, each night is opened once (the primary key) and counted by one of them.
    """
    closed = closed_on(counts, first, until)
    present = {
        (night, resource)
        for night, resource in db.session.execute(
            select(_allotment.c.night, _allotment.c.resource_id).where(
                _allotment.c.night >= first, _allotment.c.night < until, _allotment.c.resource_id.in_(list(counts))
            )
        )
    }
    rows = [
        {
            "night": night,
            "resource_id": resource,
            "sellable": max(count - closed.get((resource, night), 0), 0),
            "taken": 0,
            "short": 0,
        }
        for night in nights_between(first, until)
        for resource, count in sorted(counts.items())
        if (night, resource) not in present
    ]
    if not rows:
        return 0
    added = write(insert_or_ignore(Allotment), rows).rowcount
    _stock_changed(counts)
    return added


def close(
    resource_id: int,
    from_on: date,
    until_on: date,
    count: int,
    reason: str,
    *,
    room_id: int | None = None,
    again: int | None = None,
) -> int:
    """`count` fewer are on sale from one night up to another; the closure's id. With `room_id` it is that door.

    `again` is the id of a closure that was lifted in this transaction and comes back changed.
    `sellable` never falls under what is taken: the lack stands in `short` and is settled as claims are given back.
    A door that is given to a stay on one of the nights is not closed: `RoomTaken` names the first.
    """
    if room_id is not None:
        require_empty(room_id, from_on, until_on)
    columns: dict[str, Any] = {
        "resource_id": resource_id,
        "from_on": from_on,
        "until_on": until_on,
        "count": count,
        "reason": reason,
    }
    if again is not None:
        columns["id"] = again
    closure_id = int(
        write(
            insert(Closure.__table__).values(**columns, room_id=room_id).returning(Closure.__table__.c.id)
        ).scalar_one()
    )
    wanted = _allotment.c.sellable - _allotment.c.short - count
    floor = case((wanted > 0, wanted), else_=0)
    taken = _allotment.c.taken
    write(
        update(_allotment)
        .where(_allotment.c.resource_id == resource_id, _allotment.c.night >= from_on, _allotment.c.night < until_on)
        .values(
            sellable=case((taken > floor, taken), else_=floor),
            short=case((taken > floor, taken - floor), else_=0),
        )
    )
    _stock_changed([resource_id])
    return closure_id


def reopen(closure_id: int, whole: int) -> set[tuple[int, date]]:
    """The closure is gone and what it took is on sale again, less other closures; the (resource, night) it was on.

    `whole` is how many of the resource there are without closures. Of two who lift it, the second changes nothing.
    """
    gone = write(
        delete(Closure.__table__)
        .where(Closure.__table__.c.id == closure_id)
        .returning(*(Closure.__table__.c[name] for name in ("resource_id", "from_on", "until_on")))
    ).one_or_none()
    if gone is None:
        return set()
    closed = closed_on({gone.resource_id: whole}, gone.from_on, gone.until_on)
    nights = nights_between(gone.from_on, gone.until_on)
    taken = _allotment.c.taken
    for night in nights:
        wanted = max(whole - closed.get((gone.resource_id, night), 0), 0)
        write(
            update(_allotment)
            .where(_allotment.c.resource_id == gone.resource_id, _allotment.c.night == night)
            .values(
                sellable=case((taken > wanted, taken), else_=wanted),
                short=case((taken > wanted, taken - wanted), else_=0),
            )
        )
    _stock_changed([gone.resource_id])
    return {(gone.resource_id, night) for night in nights}


def last_open_night(resources: Sequence[int]) -> date | None:
    """The last night that every one of the resources has open; None when one has none."""
    rows = db.session.execute(
        select(func.max(_allotment.c.night))
        .where(_allotment.c.resource_id.in_(resources))
        .group_by(_allotment.c.resource_id)
    )
    nights = [night for (night,) in rows]
    return min(nights) if len(nights) == len(set(resources)) else None


def _stock_changed(resources: Iterable[int]) -> None:
    """Every process reads these houses' counters anew."""
    houses = db.session.execute(select(Resource.location_id).where(Resource.id.in_(sorted(resources))).distinct())
    raise_versions([stock_of(location_id) for (location_id,) in houses])


def closed_on(counts: Iterable[int], first: date, until: date) -> dict[tuple[int, date], int]:
    """How many of each of these resources are closed, by (resource, night), from one night up to another."""
    closed: dict[tuple[int, date], int] = {}
    closures = db.session.execute(
        select(Closure.resource_id, Closure.from_on, Closure.until_on, Closure.count).where(
            Closure.resource_id.in_(list(counts)), Closure.from_on < until, Closure.until_on > first
        )
    )
    for resource_id, from_on, until_on, count in closures:
        for night in nights_between(max(first, from_on), min(until, until_on)):
            closed[resource_id, night] = closed.get((resource_id, night), 0) + count
    return closed
