"""Giving doors: to one stay by hand, to all of a room type by the packer.

In the journal, of each stay: `room_given` with `doors` before and after; `room_promised` with `room`, and `lacking`
where a person promised one that lacks something, the reason being personal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app.booking.models import BookedStay, Booking
from app.booking.rooms.errors import DoorTaken, InTheWay
from app.booking.rooms.queries import Layout, layout, to_place
from app.booking.rooms.saleable import AHEAD, held_rooms
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.models import Room
from app.identity.models import Guest
from app.inventory import operations as inventory
from app.inventory.errors import RoomTaken
from app.inventory.packing.queries import rooms_of
from app.inventory.packing.rules import Block, Lodging, Packing, in_the_way, pack, runs_by_door
from app.journal import record
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import long_day, span
from app.store import db, transaction

_stay, _booking = BookedStay.__table__, Booking.__table__


COMING = 30
"""For how many days ahead doors are given by themselves."""

REMEMBERED = 64
"""Searches that a process remembers: more than a group has room types in which somebody lacks a room."""


@dataclass(frozen=True, slots=True)
class Packed:
    """How many stays got a door, how many of them had another before, and who has none: (stay id, why)."""

    given: int
    moved: int
    unplaced: tuple[tuple[int, str], ...] = ()


def give_room(stay_id: int, room_id: int, nights: Collection[date], *, by: int | None = None) -> None:
    """The stay has this door on these nights. Raises `DoorTaken`, which names who has it, and `RoomClosed`."""

    def work() -> None:
        before = rooms_of([stay_id]).get(stay_id, {})
        try:
            inventory.give_room(stay_id, room_id, nights)
        except RoomTaken as taken:
            raise taken_by(taken) from None
        note_doors(stay_id, location_of(stay_id), before, before | dict.fromkeys(nights, room_id), by)

    transaction(work)


def pack_rooms(room_type_id: int, first: date, until: date, *, by: int | None = None) -> Packed:
    """Every stay with nights from `first` up to but not including `until` in the room type has a door, if that can be.

    Whoever is in the house, was promised a door or sleeps behind two keeps theirs; few others change. Where not
    everybody fits, those who do have a door. Two who pack at once do it one after the other.
    """

    def work() -> Packed:
        inventory.lock_doors([room_type_id])
        found, packing = packed(room_type_id, first, until)
        without = tuple((one.stay_id, why_not(found, one, packing)) for one in packing.unplaced)
        return Packed(apply(found, packing, by), len(packing.moved), without)

    return transaction(work)


def packed(
    room_type_id: int,
    first: date,
    until: date,
    *,
    closing: Block | None = None,
    coming: Sequence[Lodging] = (),
    going: Collection[int] = (),
    holds: bool = False,
) -> tuple[Layout, Packing]:
    """A packing of all who have nights from `first` up to `until` in the room type, beside what is to be closed, those
    who are `coming` from another type, without the stays that are `going` to one and, with `holds`, rooms that are held
    while somebody books. Where that finds no room for everybody, all others may move for them, too, however far ahead.
    By whoever has the doors of the type locked."""
    today = _today(room_type_id)

    def between(since: date, before: date) -> tuple[Layout, Packing]:
        found = layout(room_type_id, since, before, today, known_until=today + AHEAD if holds else None)
        if closing is not None:
            found = replace(found, blocks=(*found.blocks, closing))
        held = [one.lodging for one in held_rooms(found, max(since, today), clock.now())] if holds else []
        staying = (one for one in found.lodgings if one.stay_id not in going)
        lodgings = (*staying, *coming, *(one for one in held if one.first < before))
        return found, searched(tuple(door.id for door in found.doors), lodgings, found.blocks)

    near = between(first, until)
    if not near[1].unplaced:
        return near
    far = between(today, today + AHEAD)
    return near if far[1].unplaced else far


@lru_cache(maxsize=REMEMBERED)
def searched(doors: tuple[int, ...], lodgings: tuple[Lodging, ...], blocks: tuple[Block, ...]) -> Packing:
    """As `pack`, remembered by what was to be packed: whoever finds no room is looked for again, every two minutes, and
    the search that found none is only made again once something about it has changed."""
    return pack(doors, lodgings, blocks)


def pack_coming(days: int = COMING) -> int:
    """Whoever sleeps in a house in the next `days` days has a door, where that can be; answers how many got one."""
    done = 0
    today = clock.today("UTC") - timedelta(days=1)
    for location_id, room_type_id in to_place(today, today + timedelta(days=days + 2)):
        begins = clock.today(house_of(location_id).timezone)
        done += pack_rooms(room_type_id, begins, begins + timedelta(days=days)).given
    return done


def promise_room(
    stay_id: int, room_id: int | None, *, by: int | None = None, lacks: Sequence[str] = (), reason: str = ""
) -> None:
    """The stay has this door for all of its nights from today on, and the packer leaves it there; others may move.

    None: no door is promised to it any more; one without steps that was promised stays promised. Raises `InTheWay` when
    the rest could not be packed then, naming who is in the way, and when the door is of another room type than the
    stay; nothing has changed then. Whoever holds a room while they book counts, too. `lacks` is what the door lacks
    that a person promised for a `reason`.
    """

    def work() -> None:
        if room_id is None:
            inventory.unpromise_door(stay_id)
            record("room_promised", "stay", stay_id, actor=_actor(by), actor_id=by, location_id=location_of(stay_id))
            return
        room_type_id = db.session.execute(select(Room.room_type_id).where(Room.id == room_id)).scalar_one()
        inventory.lock_doors([room_type_id])
        inventory.promise(stay_id, room_id, step_free=False, at=clock.now())
        row = db.session.execute(select(_stay.c.arrival_on, _stay.c.departure_on).where(_stay.c.id == stay_id)).one()
        found, packing = packed(room_type_id, row.arrival_on, row.departure_on, holds=True)
        if not any(one.stay_id == stay_id for one in found.lodgings):
            raise InTheWay("That room is of another type, or the stay is over. Move the stay there first.")
        if packing.unplaced:
            own = next((one for one in packing.unplaced if one.stay_id == stay_id), packing.unplaced[0])
            raise InTheWay(why_not(found, own, packing), tuple(_stays_in_the_way(found, own)))
        apply(found, packing, by)
        house = location_of(stay_id)
        facts: dict[str, Any] = {"lacking": list(lacks)} if lacks else {}
        record(
            "room_promised", "stay", stay_id, actor=_actor(by), actor_id=by, location_id=house, room=room_id,
            personal={"reason": (None, reason)} if lacks else None, **facts,
        )  # fmt: skip

    transaction(work)


def apply(found: Layout, packing: Packing, by: int | None) -> int:
    """Each stay has the door that the packing says on all of its nights, and the journal tells of each that changed;
    answers how many did."""
    given = {lodging: door for lodging, door in packing.doors.items() if lodging.stay_id in found.sleepers}
    before = rooms_of({lodging.stay_id for lodging in given})
    doors = {
        (lodging.stay_id, night): door
        for lodging, door in given.items()
        for night in Stay(lodging.first, lodging.until)
        if before.get(lodging.stay_id, {}).get(night) != door
    }
    if not doors:
        return 0
    location_id = room_type_of(found.room_type_id).location_id
    inventory.give_rooms(doors)
    changed = sorted({stay_id for stay_id, _ in doors})
    for stay_id in changed:
        after = {night: door for (own, night), door in doors.items() if own == stay_id}
        had = before.get(stay_id, {})
        note_doors(stay_id, location_id, had, had | after, by)
    return len(changed)


def note_doors(
    stay_id: int, location_id: int | None, before: dict[date, int], after: dict[date, int], by: int | None
) -> None:
    """The journal tells which doors a stay had and which it has."""
    record(
        "room_given",
        "stay",
        stay_id,
        actor=_actor(by),
        actor_id=by,
        location_id=location_id,
        before=doors_as_json(before),
        after=doors_as_json(after),
    )


def doors_as_json(doors: dict[date, int]) -> list[list[object]]:
    """[door, first night, first night that is not] for each run of nights behind one door."""
    return [[door, first.isoformat(), until.isoformat()] for door, first, until in runs_by_door(doors)]


def taken_by(taken: RoomTaken) -> DoorTaken:
    """The refusal with the name of who has the door."""
    room = db.session.execute(select(Room.name).where(Room.id == taken.room_id)).scalar_one()
    return DoorTaken(f"{_name(taken.stay_id)} has {room} on {long_day(taken.night)}. Nothing was moved.")


def why_not(found: Layout, lodging: Lodging, packing: Packing) -> str:
    """A sentence on a stay without a door: who is in the way and does not move, or that nobody knows yet."""
    who = _name(lodging.stay_id)
    names = {door.id: door.name for door in found.doors}
    nights = span(lodging.first, lodging.until)
    if lodging.rooms is not None and not lodging.rooms:
        return f"No room for {who}, {nights}: they need one that is step-free, and none of these is."
    if not packing.proven:
        return f"No packing with {who}, {nights}, was found in time. Move somebody by hand, or take a promise back."
    for one in in_the_way(lodging, found.lodgings, found.blocks):
        if isinstance(one, Block):
            whose = "is closed" if one.stay_id is None else f"is {_name(one.stay_id)}'s"
            return f"No room for {who}, {nights}: {names.get(one.room_id, 'a room')} {whose} then."
        held = "in the house" if found.sleepers[one.stay_id].here else "kept there"
        door = names.get(one.only_door or 0, "a room")
        return f"No room for {who}, {nights}: {_name(one.stay_id)} has {door} and is {held}."
    return f"No room for {who}, {nights}: more stays than rooms."


def _stays_in_the_way(found: Layout, lodging: Lodging) -> list[int]:
    stays = [one.stay_id for one in in_the_way(lodging, found.lodgings, found.blocks)]
    return [stay_id for stay_id in stays if stay_id is not None]


def _name(stay_id: int) -> str:
    if stay_id < 0:
        return "somebody who is booking"
    row = db.session.execute(
        select(Guest.name)
        .join(_booking, _booking.c.guest_id == Guest.id)
        .join(_stay, _stay.c.booking_id == _booking.c.id)
        .where(_stay.c.id == stay_id)
    ).scalar_one_or_none()
    return row or "Another stay"


def location_of(stay_id: int) -> int | None:
    """The house of a stay."""
    return db.session.execute(
        select(_booking.c.location_id).join(_stay, _stay.c.booking_id == _booking.c.id).where(_stay.c.id == stay_id)
    ).scalar_one_or_none()


def _today(room_type_id: int) -> date:
    return clock.today(house_of(room_type_of(room_type_id).location_id).timezone)


def _actor(by: int | None) -> str:
    return "system" if by is None else "staff"
