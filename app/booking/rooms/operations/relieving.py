"""Letting stays sleep in another room type, so that fewer rooms of theirs are enough.

In the journal, of each stay: `moved` with `price` `kept`, as when a person moves it; `room_given` of those who change
doors for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.booking.operations.changing import locked_booking
from app.booking.queries import PlacedStay, stays_by_id
from app.booking.rooms.operations.packing import apply, packed
from app.booking.rooms.operations.standing import bring, found_stay, noted
from app.booking.rooms.queries import Layout, sleepers
from app.booking.rooms.rules import DoorOffered, DoorWanted, Standing, lacking
from app.booking.rooms.suiting import offered_by, wanted_by
from app.catalogue.queries import House, RoomType
from app.inventory import operations as inventory
from app.inventory.levels import levels
from app.inventory.packing.queries import rooms_of
from app.inventory.packing.rules import Going, Leaver, Lodging, Packing, relieved
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT
from app.pricing.queries import price_list, rates
from app.store import db

_stay, _booking = BookedStay.__table__, Booking.__table__


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A stay that changes doors so that rooms can be closed; with a room of another type, `after` names that, too."""

    stay_id: int
    name: str
    nights: tuple[date, date]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes behind which door of which other room type, and how everybody else there is packed; `moves` are all who
    change doors. Without moves nobody's going is enough; not `proven` where the search gave up before it knew."""

    doors: Mapping[int, tuple[int, int]]
    packed: tuple[tuple[Layout, Packing], ...]
    moves: tuple[PlannedMove, ...]
    proven: bool = True

    @property
    def named(self) -> str:
        """Exactly these moves, as a form names them."""
        return named_as(self.moves)


def named_as(moves: Sequence[PlannedMove]) -> str:
    """Exactly these moves, as a form names them."""
    return ";".join(f"{move.stay_id}>{move.after}" for move in moves)


def lock_planned(house: House, plan: str) -> None:
    """The bookings of all stays that a form's plan moves, and the doors of the house, are ours; before any counter."""
    heads = [part.partition(">")[0] for part in plan.split(";")]
    ids = sorted({int(head) for head in heads if head.isascii() and head.isdecimal() and len(head) < 19})
    if not ids:
        return
    mine = (
        select(_stay.c.booking_id)
        .join(_booking, _booking.c.id == _stay.c.booking_id)
        .where(_stay.c.id.in_(ids), _booking.c.location_id == house.id)
    )
    for booking_id in sorted(set(db.session.execute(mine).scalars())):
        locked_booking(booking_id)
    inventory.lock_doors(kind.id for kind in house.room_types)


def plan_for(house: House, room_type_id: int, short: Mapping[date, int]) -> Plan:
    """Who of the room type could sleep elsewhere in the house so that no night is `short` any more.

    Whoever is in the house, was promised a door or sleeps behind two stays. Others go with all of their nights, into a
    type that holds them, has what they need and is sold for no less.
    """
    return _Planning(house, room_type_id, short).plan()


def relieve(plan: Plan, by: int | None, at: datetime) -> None:
    """The stays of the plan sleep there, at the price they have. Within a transaction that has `lock_planned`; raises
    `DoorTaken` where a room has gone meanwhile."""
    for found, packing in plan.packed:
        apply(found, packing, by)
    for stay_id, (room_type_id, room_id) in sorted(plan.doors.items()):
        one = found_stay(stay_id)
        nights, before = list(one.stay.chosen.stay), one.standing
        moved, doors = dict.fromkeys(nights, room_type_id), dict.fromkeys(nights, room_id)
        after = Standing(before.room_type_id, moved, doors, before.quote_id)
        bring(one, after, None, by, at)
        noted("moved", one, after, by, at, price="kept", consent=False)


class _Planning:
    def __init__(self, house: House, room_type_id: int, short: Mapping[date, int]) -> None:
        self.house, self.short = house, short
        today = clock.today(house.timezone)
        there = {
            one.stay_id: one
            for one in sleepers([room_type_id], min(short), max(short) + ONE_NIGHT)
            if not (one.here or one.moved or one.promised_room_id) and one.stay.arrival >= today
        }
        self.had = {stay_id: set(doors.values()) for stay_id, doors in rooms_of(there).items()}
        self.leaving = {stay_id: one for stay_id, one in there.items() if len(self.had.get(stay_id, ())) < 2}
        self.own = next(kind for kind in house.room_types if kind.id == room_type_id)
        self.others = {kind.id: kind for kind in house.room_types if kind.id != room_type_id}
        self.packings: list[tuple[Layout, Packing]] = []
        self.suited: dict[tuple[int, int], frozenset[int]] = {}

    def plan(self) -> Plan:
        """See `plan_for`."""
        if not self.leaving or not self.others:
            return Plan({}, (), ())
        first = min(one.stay.arrival for one in self.leaving.values())
        until = max(one.stay.departure for one in self.leaving.values())
        relief = relieved(self.short, self._leavers(first, until), self._left(first, until), self._fits)
        if relief.going is None:
            return Plan({}, (), (), relief.proven)
        doors = {
            lodging.stay_id: (found.room_type_id, door)
            for found, packing in self.packings
            for lodging, door in packing.doors.items()
            if lodging.stay_id in relief.going
        }
        return Plan(doors, tuple(self.packings), self._moves(doors))

    def _leavers(self, first: date, until: date) -> list[Leaver]:
        stays = stays_by_id(self.leaving)
        wanted = wanted_by(stays.values())
        offered = offered_by({room for kind in self.others.values() for room, _ in kind.rooms})
        worth: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
        for _, room_type_id, plan_id, night, amount in rates([self.house.id], first, until):
            worth[room_type_id, plan_id][night] = amount
        plans = price_list(self.house.id).by_id
        leavers = []
        for stay_id, stay in stays.items():
            plan = plans.get(stay.chosen.rate_plan_id)
            base, nights = plan.base_id if plan else 0, tuple(stay.chosen.stay)
            kinds = [
                (sum(worth[kind.id, base].get(night, 0) for night in nights), position, kind.id)
                for position, kind in enumerate(self.others.values())
                if self._suits(stay, kind, wanted[stay_id], offered)
            ]
            least = sum(worth[self.own.id, base].get(night, 0) for night in nights)
            leavers.append(Leaver(stay_id, nights, tuple(id_ for sum_, _, id_ in sorted(kinds) if sum_ >= least)))
        return leavers

    def _suits(self, stay: PlacedStay, kind: RoomType, wanted: DoorWanted, offered: Mapping[int, DoorOffered]) -> bool:
        """Whether the room type holds the party and has a door that lacks nothing for them."""
        party = stay.chosen.party
        doors = frozenset(room for room, _ in kind.rooms if room in offered and not lacking(wanted, offered[room]))
        self.suited[stay.id, kind.id] = doors
        holds = party.adults <= kind.adults_max and party.heads <= kind.heads_max and party.dogs <= kind.dogs_max
        return holds and bool(doors)

    def _left(self, first: date, until: date) -> dict[tuple[int, date], int]:
        known = resources().of_room_type
        of = {known[kind]: kind for kind in self.others if kind in known}
        return {
            (of[resource], night): level.sellable - level.taken
            for (resource, night), level in levels(of, first, until).items()
        }

    def _fits(self, going: Going) -> bool:
        """Whether there are doors for them, and for everybody who sleeps or books there."""
        self.packings = []
        for room_type_id in sorted(set(going.values())):
            coming = [
                Lodging(stay_id, stay.arrival, stay.departure, rooms=self.suited[stay_id, room_type_id])
                for stay_id, to in going.items()
                if to == room_type_id
                for stay in [self.leaving[stay_id].stay]
            ]
            first, until = min(one.first for one in coming), max(one.until for one in coming)
            found, packing = packed(room_type_id, first, until, coming=coming, holds=True)
            if packing.unplaced:
                return False
            self.packings.append((found, packing))
        return True

    def _moves(self, doors: Mapping[int, tuple[int, int]]) -> tuple[PlannedMove, ...]:
        names = {room: name for kind in self.house.room_types for room, name in kind.rooms}
        leaving = sorted((self.leaving[stay_id] for stay_id in doors), key=lambda one: (one.stay.arrival, one.stay_id))
        moves = [
            PlannedMove(
                one.stay_id,
                one.guest_name or "No name",
                (one.stay.arrival, one.stay.departure),
                next(
                    (names.get(room, "a room") for room in self.had.get(one.stay_id, ())),
                    f"no room yet ({self.own.name})",
                ),
                f"{names[doors[one.stay_id][1]]} ({self.others[doors[one.stay_id][0]].name})",
            )
            for one in leaving
        ]
        return (*moves, *(move for found, packing in self.packings for move in moves_within(found, packing)))


def moves_within(found: Layout, packing: Packing) -> tuple[PlannedMove, ...]:
    """Those of the room type who change doors."""
    names = {door.id: door.name for door in found.doors}
    return tuple(
        PlannedMove(
            lodging.stay_id,
            found.sleepers[lodging.stay_id].guest_name or "No name",
            (lodging.first, lodging.until),
            names.get(lodging.room_id or 0, "no room"),
            names[packing.doors[lodging]],
        )
        for lodging in packing.moved
    )
