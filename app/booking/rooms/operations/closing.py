"""Taking rooms off sale for some nights, with the moves that make it possible, and putting them back.

In the journal, of the closure: `closed` with `after`, `closure_changed` with `before` and `after`, `closure_lifted`
with `before`; each move of a stay stands there by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.availability.opening import counts_of
from app.booking.rooms.errors import InTheWay
from app.booking.rooms.operations.packing import apply, packed, why_not
from app.booking.rooms.operations.relieving import (
    Plan,
    PlannedMove,
    lock_planned,
    moves_within,
    named_as,
    plan_for,
    relieve,
)
from app.booking.rooms.operations.wishes import ClosureWish, closure_wish, require_open, require_span, require_there
from app.booking.rooms.queries import sleepers
from app.booking.waitlist.serving import serve_freed
from app.catalogue.queries import House
from app.inventory import operations as inventory
from app.inventory.levels import levels
from app.inventory.models import Resource
from app.inventory.packing.rules import Block
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import listed, long_day
from app.store import db, transaction

_resource = Resource.__table__
NO_OTHER_ROOMS = " No other rooms of the house, as large and as dear, could take enough of them."
NOT_FOUND = " No packing into other rooms was found in time."


class MovesNeeded(Refused):
    """It can be closed once these stays have moved; `plan` names exactly these moves.

    `optional` where a number of rooms may be closed without them, too, and what lacks is sold no more. `elsewhere`
    where some go into rooms of another type, at the price they have.
    """

    code = "moves_needed"

    def __init__(
        self, moves: tuple[PlannedMove, ...], why: str, *, optional: bool = False, elsewhere: bool = False
    ) -> None:
        free = "These moves free the room" if moves else "Nobody has to move any more"
        super().__init__(f"{why} {free}; nothing is closed yet.".strip())
        self.moves = moves
        self.plan = named_as(moves)
        self.optional = optional
        self.elsewhere = elsewhere


class Lacking(Refused):
    """More is sold than would be left: by night how many lack, and whose stays those nights have; `unsolved` says why
    no other rooms take them."""

    code = "lacking"

    def __init__(self, nights: Mapping[date, int], names: tuple[str, ...], unsolved: str = "") -> None:
        first, most = min(nights), max(nights.values())
        who = f" {listed(names[:6])} {'sleeps' if len(names) == 1 else 'sleep'} there then." if names else ""
        self.why = f"More is sold than would be left: up to {most} too many, first on {long_day(first)}.{who}"
        super().__init__(f"{self.why}{unsolved} Nothing is closed yet.")
        self.nights = nights
        self.names = names


class StaleClosure(Refused):
    """The closure is not as the form saw it any more."""

    code = "stale"

    def __init__(self, saw: str, stands: str) -> None:
        super().__init__(f"Somebody changed this closure after you opened it. You saw {saw}; now it is {stands}.")


def close_rooms(
    house: House, wish: ClosureWish, *, by: int, plan: str = "", anyway: bool = False, instead_of: int | None = None
) -> int:
    """The rooms (or covers, or extras) are off sale; the closure's id. `instead_of` is the closure that it replaces.

    A door is closed with the moves that `plan` names, and so is a number of rooms of which more are sold than would be
    left; where the room type has too few, some go into another one at the price they have. Raises `MovesNeeded` with
    the moves where they are not (or no longer) the ones that are needed, `InTheWay` where somebody cannot move,
    `Lacking` where more is sold than would be left and no moves help, and `MoreThanThere` where there are not so many.
    With `anyway` nobody moves for a number of rooms, and what lacks is sold no more. Nothing has changed when it
    raises; of two with the same plan one is done, the other raises.
    """
    require_span(house, wish)

    def work() -> int:
        if plan and not anyway:
            lock_planned(house, plan)
        before, freed = _lifted(house, instead_of) if instead_of is not None else (None, set())
        if wish.room_id is not None:
            _free_the_door(house, wish, plan, by)
        closure_id = inventory.close(
            wish.resource_id,
            wish.first,
            wish.until,
            wish.count,
            wish.reason,
            room_id=wish.room_id,
            again=None if before is None else instead_of,
        )
        require_there(house, wish)
        if not anyway:
            _require_enough(house, wish, plan, by)
        serve_freed(freed)
        action = "closed" if before is None else "closure_changed"
        facts: dict[str, Any] = {} if before is None else {"before": before.as_json()}
        record(
            action,
            "closure",
            closure_id,
            actor="staff",
            actor_id=by,
            location_id=house.id,
            after=wish.as_json(),
            **facts,
        )
        return closure_id

    return transaction(work)


def lift_closure(house: House, closure_id: int, *, by: int) -> None:
    """What was closed is on sale again, and whoever waits is served first. Lifted already: nothing happens."""

    def work() -> None:
        before, freed = _lifted(house, closure_id)
        serve_freed(freed)
        if before is not None:
            facts = before.as_json()
            record(
                "closure_lifted", "closure", closure_id, actor="staff", actor_id=by, location_id=house.id, before=facts
            )

    transaction(work)


def _lifted(house: House, closure_id: int) -> tuple[ClosureWish | None, set[tuple[int, date]]]:
    """The closure is gone: what it was, and the (resource, night) that it gives back."""
    before = closure_wish(house, closure_id)
    if before is None:
        return None, set()
    return before, inventory.reopen(closure_id, counts_of(house).get(before.resource_id, 0))


def _free_the_door(house: House, wish: ClosureWish, plan: str, by: int) -> None:
    room_type_id = next(kind.id for kind in house.room_types if any(id_ == wish.room_id for id_, _ in kind.rooms))
    inventory.lock_doors([room_type_id])
    today = clock.today(house.timezone)
    assert wish.room_id is not None
    require_open(wish)
    door = Block(wish.room_id, max(wish.first, today), wish.until)
    found, packing = packed(room_type_id, wish.first, wish.until, closing=door, holds=True)
    relief = Plan({}, (), ())
    if packing.unplaced and (relief := _relief_of(house, room_type_id, wish)).moves:
        found, packing = packed(
            room_type_id, wish.first, wish.until, closing=door, going=frozenset(relief.doors), holds=True
        )
    if packing.unplaced:
        stays = tuple(one.stay_id for one in packing.unplaced if one.stay_id in found.sleepers)
        raise InTheWay(
            " ".join(why_not(found, one, packing) for one in packing.unplaced[:3]) + " Nothing was closed.", stays
        )
    moves = (*relief.moves, *moves_within(found, packing))
    if moves and named_as(moves) != plan:
        raise MovesNeeded(moves, "Somebody sleeps there.", elsewhere=bool(relief.moves))
    relieve(relief, by, clock.now())
    apply(found, packing, by)


def _relief_of(house: House, room_type_id: int, wish: ClosureWish) -> Plan:
    """Who could sleep in another room type, so that one room fewer is enough on the nights to come."""
    since = max(wish.first, clock.today(house.timezone))
    found = levels([wish.resource_id], since, wish.until)
    lacking = {night: level.taken + level.short + 1 - level.sellable for (_, night), level in found.items()}
    short = {night: count for night, count in lacking.items() if count > 0}
    return plan_for(house, room_type_id, short) if short else Plan({}, (), ())


def _require_enough(house: House, wish: ClosureWish, plan: str, by: int) -> None:
    """No more is sold than is left, once those have moved whom the plan names. Moves that were shown and are not needed
    any more are told, so that nothing is closed twice by two presses."""
    short = _short(wish)
    if not short and plan and wish.room_id is None:
        raise MovesNeeded((), "")
    if not short:
        return
    kind = db.session.execute(
        select(_resource.c.room_type_id).where(_resource.c.id == wish.resource_id)
    ).scalar_one_or_none()
    if kind is None:
        raise Lacking(short, ())
    there = sleepers([kind], min(short), max(short) + timedelta(days=1))
    names = tuple(one.guest_name for one in there if any(night in short for night in one.nights_in(kind)))
    relief = plan_for(house, kind, short)
    if not relief.moves:
        raise Lacking(short, names, NO_OTHER_ROOMS if relief.proven else NOT_FOUND)
    if relief.named != plan:
        raise MovesNeeded(relief.moves, Lacking(short, names).why, optional=True, elsewhere=True)
    relieve(relief, by, clock.now())
    if left := _short(wish):
        raise Lacking(left, names)


def _short(wish: ClosureWish) -> dict[date, int]:
    """By how many each night of the closure has sold more than is left."""
    found = levels([wish.resource_id], wish.first, wish.until)
    return {night: level.short for (_, night), level in found.items() if level.short}
