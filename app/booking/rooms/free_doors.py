"""Which nights could be held behind one door each, asked without holding them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.booking.rooms.saleable import bound, everybody
from app.inventory.packing.rules import Block, Lodging, Packing, pack
from app.kernel.stay import Stay

TRIES = 12
"""How often the packer looks for a way to move others; after that only doors that are free as it is are found."""
NEW = -1_000_000
"""Numbers of lodgings that nobody has: below those of `saleable.Held`."""


@dataclass(frozen=True)
class _Packed:
    """A room type with everybody who has a claim on it behind a door."""

    doors: tuple[int, ...]
    step_free: frozenset[int]
    lodgings: tuple[Lodging, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def packing(self) -> Packing:
        return pack(self.doors, self.lodgings, self.blocks)

    def free(self, stay: Stay, rooms: frozenset[int]) -> int:
        """How many of these doors nobody has on any night of the stay, with nobody moved."""
        nights = Lodging(NEW, stay.arrival, stay.departure)
        taken = {door for lodging, door in self.packing.doors.items() if nights.overlaps(lodging)}
        taken |= {block.room_id for block in self.blocks if nights.overlaps(block)}
        return len(rooms - taken)

    def packs(self, stay: Stay, rooms: frozenset[int], count: int) -> bool:
        """Whether others can move so that so many of these doors are free, and nobody is without one who had one."""
        new = [Lodging(NEW - n, stay.arrival, stay.departure, rooms=rooms) for n in range(count)]
        return len(pack(self.doors, [*self.lodgings, *new], self.blocks).unplaced) <= len(self.packing.unplaced)


class FreeDoors:
    """The doors of one group at an instant, read when they are first asked for: nine statements a room type.

    Nothing is locked, so somebody may be faster.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._tries = TRIES
        self._packed: dict[int, _Packed | None] = {}

    def have(self, room_type_ids: Sequence[int], stay: Stay, *, step_free: bool = False) -> bool:
        """True when there is surely a door for each of these rooms on all nights of a stay that counting allows.

        A room type is named as often as rooms of it are wanted. Where the packer has been asked too often, or gives up,
        the answer is False.
        """
        return all(
            self._has(self._of(room_type_id), stay, count, step_free=step_free)
            for room_type_id, count in Counter(room_type_ids).items()
        )

    def most(self, room_type_id: int, stay: Stay, below: int) -> int:
        """The largest number of rooms under `below` that `have` is true of; 0 for none."""
        counts = range(below - 1, 0, -1)
        return next((count for count in counts if self.have([room_type_id] * count, stay)), 0)

    def _has(self, packed: _Packed | None, stay: Stay, count: int, *, step_free: bool) -> bool:
        if packed is None:
            return True
        rooms = packed.step_free if step_free else frozenset(packed.doors)
        if packed.free(stay, rooms) >= count:
            return True
        if count > len(rooms) or self._tries < 1:
            return False
        self._tries -= 1
        return packed.packs(stay, rooms, count)

    def _of(self, room_type_id: int) -> _Packed | None:
        """None where counting alone says it."""
        if room_type_id not in self._packed:
            self._packed[room_type_id] = self._read(room_type_id) if bound([room_type_id]) else None
        return self._packed[room_type_id]

    def _read(self, room_type_id: int) -> _Packed:
        found, held = everybody(room_type_id, self._now)
        return _Packed(
            tuple(door.id for door in found.doors),
            frozenset(door.id for door in found.doors if door.step_free),
            (*found.lodgings, *(one.lodging for one in held)),
            found.blocks,
        )
