"""Whether whoever holds a room can be given a door, where counting alone does not say so.

Counters hold what is sold of a room type by the night. As long as no door is promised or closed ahead, and any door
serves anybody, a packing exists whenever no night is oversold. Otherwise it has to be looked for, by whoever sells and
by whoever promises, one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Date, bindparam, distinct, exists, func, or_, select, union

from app.booking.models import BookedStay, Checkout
from app.booking.rooms.errors import NoOneRoom
from app.booking.rooms.queries import Layout, layout
from app.booking.rooms.rules import STEP_FREE
from app.booking.rules import basket_from_json
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.models import Room
from app.inventory.models import Claim, Closure, RoomPromise
from app.inventory.packing.rules import Lodging, around, pack
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT, Stay
from app.store import db

_room, _promise, _stay = Room.__table__, RoomPromise.__table__, BookedStay.__table__
_closure, _claim, _checkout = Closure.__table__, Claim.__table__, Checkout.__table__
Owner = tuple[str, int]
AHEAD = timedelta(days=1000)
"""Further than anything is on sale."""


@dataclass(frozen=True, slots=True)
class Held:
    """A room of a type that is held and is no stay yet; its lodging has a number below 0."""

    owner: Owner
    lodging: Lodging


def require_doors(room_type_ids: Collection[int], owner: Owner, now: datetime, *, since: date) -> None:
    """All that the owner, a checkout or a booking, has of these room types from `since` on can be given a door, beside
    everybody else.

    By whoever has the doors of the types locked and has claimed. Raises `NoOneRoom` where no packing has them all; what
    a search gave up on before it knew is sold. One statement where no door is promised or closed from a later night on:
    whoever arrives after all that is fixed has begun finds a door wherever a room is left. Else eight more for each of
    those room types.
    """
    for room_type_id in bound(room_type_ids, since=since, owner=owner) if room_type_ids else ():
        found, held = everybody(room_type_id, now)
        mine = {one.lodging for one in held if one.owner == owner}
        mine |= {one for one in found.lodgings if ("booking", found.sleepers[one.stay_id].booking_id) == owner}
        if not _have_doors(mine, found, held):
            raise NoOneRoom(resources().of_room_type[room_type_id], min(one.first for one in mine))


def has_one_room(room_type_id: int, stay: Stay, now: datetime, *, step_free: bool = False) -> bool:
    """Whether one more stay could be given a door for all of its nights, where each has a room left; as `require_doors`
    would answer now, with nothing locked."""
    if not bound([room_type_id], since=stay.arrival):
        return True
    found, held = everybody(room_type_id, now)
    doors = frozenset(door.id for door in found.doors if door.step_free) if step_free else None
    return _have_doors({Lodging(-1 - len(held), stay.arrival, stay.departure, rooms=doors)}, found, held)


def _have_doors(mine: Collection[Lodging], found: Layout, held: Collection[Held]) -> bool:
    """False where it is certain that with `mine` somebody more has no door than without."""
    near = set(around(mine, {*found.lodgings, *(one.lodging for one in held), *mine}))
    doors = [door.id for door in found.doors]
    packing = pack(doors, near, found.blocks)
    if not packing.unplaced or not packing.proven:
        return True
    return len(pack(doors, near.difference(mine), found.blocks).unplaced) >= len(packing.unplaced)


def everybody(room_type_id: int, now: datetime) -> tuple[Layout, list[Held]]:
    """Who sleeps in a room type from today on, and what of it is held; eight statements."""
    today = clock.today(house_of(room_type_of(room_type_id).location_id).timezone)
    found = layout(room_type_id, today, today + AHEAD, today, known_until=today + AHEAD)
    return found, held_rooms(found, today, now)


def held_rooms(found: Layout, since: date, now: datetime) -> list[Held]:
    """The rooms of a type that checkouts, the line, blocks and promises hold from a night on, each for its run of
    nights; two statements."""
    mine = (
        _claim.c.resource_id == resources().of_room_type[found.room_type_id],
        _claim.c.night >= since,
        _claim.c.owner != "booking",
        or_(_claim.c.owner == "block", _claim.c.expires_at > now),
    )
    key = (_claim.c.owner, _claim.c.owner_id, _claim.c.part)
    rows = db.session.execute(select(*key, _claim.c.night, _claim.c.count).where(*mine).order_by(*key, _claim.c.night))
    runs = list(_runs(rows))
    needing = _step_free_parts({owner_id for (owner, owner_id, _), *_ in runs if owner == "checkout"})
    doors = frozenset(door.id for door in found.doors if door.step_free)
    held: list[Held] = []
    for (owner, owner_id, part), first, until, count in runs:
        rooms = doors if owner == "checkout" and (owner_id, part) in needing else None
        for _ in range(count):
            held.append(Held((owner, owner_id), Lodging(-1 - len(held), first, until, rooms=rooms)))
    return held


def bound(room_type_ids: Collection[int], *, since: date | None = None, owner: Owner = ("", 0)) -> list[int]:
    """Those of the room types of which a door is promised to the owner, or promised or closed from a night after
    `since` (None: from today) on, or of which some doors have steps and some have none; one statement."""
    own = owner[1] if owner[0] == "booking" else 0
    asked = {"types": sorted(room_type_ids), "since": since or clock.today("UTC") - ONE_NIGHT, "own": own}
    return sorted(db.session.execute(_BOUND, asked).scalars())


def _bound_types() -> CompoundSelect[Any]:
    own, since = _room.c.room_type_id.in_(bindparam("types", expanding=True)), bindparam("since", type_=Date())
    later = or_(_stay.c.arrival_on > since, _stay.c.booking_id == bindparam("own"))
    promised = (
        select(_room.c.room_type_id)
        .join(_promise, _promise.c.room_id == _room.c.id)
        .where(own, exists().where(_stay.c.id == _promise.c.stay_id, later))
    )
    closed = (
        select(_room.c.room_type_id)
        .join(_closure, _closure.c.room_id == _room.c.id)
        .where(own, _closure.c.from_on > since)
    )
    mixed = (
        select(_room.c.room_type_id)
        .where(own, _room.c.closed_at.is_(None))
        .group_by(_room.c.room_type_id)
        .having(func.count(distinct(_room.c.step_free)) > 1)
    )
    return union(promised, closed, mixed)


_BOUND = _bound_types()
"""Made once: every hold asks it."""


def _runs(rows: Any) -> Iterator[tuple[tuple[str, int, int], date, date, int]]:
    """(owner and part, first night, first night that is not, count) of neighbouring nights with the same count."""
    last: tuple[tuple[str, int, int], date, date, int] | None = None
    for owner, owner_id, part, night, count in rows:
        key = (owner, owner_id, part)
        if last and (last[0], last[2], last[3]) == (key, night, count):
            last = (key, last[1], night + ONE_NIGHT, count)
            continue
        if last:
            yield last
        last = (key, night, night + ONE_NIGHT, count)
    if last:
        yield last


def _step_free_parts(checkout_ids: Collection[int]) -> set[tuple[int, int]]:
    """(checkout, part) of each room that is held for somebody who needs it step-free."""
    kept: list[tuple[int, Mapping[str, Any]]] = [
        (row.id, row.choice)
        for row in db.session.execute(
            select(_checkout.c.id, _checkout.c.choice).where(_checkout.c.id.in_(sorted(checkout_ids)))
        )
    ]
    return {
        (checkout_id, part)
        for checkout_id, choice in kept
        for part, chosen in enumerate(basket_from_json(choice).stays)
        if STEP_FREE in chosen.party.needs
    }
