"""What somebody wants closed, as it was typed and as it stands, and whether it is there to be closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.availability.opening import counts_of
from app.booking.rooms.closures import things_of
from app.booking.rooms.errors import CannotMove, MoreThanThere
from app.catalogue.queries import House
from app.inventory import operations as inventory
from app.inventory.models import Closure, Resource
from app.kernel import clock
from app.kernel.words import span
from app.store import db

_closure, _resource = Closure.__table__, Resource.__table__
LONGEST = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class ClosureWish:
    """`count` of a resource, or that door of it, from `first` up to but not including `until`."""

    resource_id: int
    first: date
    until: date
    count: int
    reason: str
    room_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "resource": self.resource_id,
            "room": self.room_id,
            "count": self.count,
            "from_on": self.first.isoformat(),
            "until_on": self.until.isoformat(),
            "reason": self.reason,
        }


def closure_wish(house: House, closure_id: int) -> ClosureWish | None:
    """A closure of that house as it stands; None when there is none."""
    row = db.session.execute(
        select(*_closure.c, _closure.c.count.label("rooms"))
        .join(_resource, _resource.c.id == _closure.c.resource_id)
        .where(_closure.c.id == closure_id, _resource.c.location_id == house.id)
    ).one_or_none()
    if row is None:
        return None
    return ClosureWish(row.resource_id, row.from_on, row.until_on, row.rooms, row.reason, row.room_id)


def require_span(house: House, wish: ClosureWish) -> None:
    if not wish.first < wish.until <= wish.first + LONGEST:
        raise CannotMove("The last night must not be before the first, and a closure is two years long at most.")
    if wish.until <= clock.today(house.timezone):
        raise CannotMove("These nights have passed. Choose nights to come.")


def require_open(wish: ClosureWish) -> None:
    """The door is not closed yet on any of the nights."""
    row = db.session.execute(
        select(_closure.c.from_on, _closure.c.until_on, _closure.c.reason)
        .where(_closure.c.room_id == wish.room_id, _closure.c.from_on < wish.until, _closure.c.until_on > wish.first)
        .order_by(_closure.c.from_on)
        .limit(1)
    ).one_or_none()
    if row is not None:
        raise CannotMove(
            f"It is closed already, {span(row.from_on, row.until_on)}: {row.reason}. Change that closure instead."
        )


def require_there(house: House, wish: ClosureWish) -> None:
    """No night has more closed than there is. Within a transaction that closed it: of two who close the last ones, one
    is told."""
    whole = counts_of(house).get(wish.resource_id, 0)
    closed = inventory.closed_on([wish.resource_id], max(wish.first, clock.today(house.timezone)), wish.until)
    most = max(closed.values(), default=0)
    if wish.room_id is not None or most <= whole:
        return
    what, night = things_of(house)[wish.resource_id], min(day for (_, day), count in closed.items() if count == most)
    raise MoreThanThere(what, whole, most - wish.count, night)
