"""Which stay sleeps behind which door. Pure.

The nights of stays are intervals. Taken in order of arrival, each finds a door that is free, as long as no night has
more stays than doors and nothing is fixed: interval colouring, so a packing is found whenever one exists. The same
holds where all that is fixed begins at once, as with guests in the house. With doors promised or closed later on the
question is hard in general (precolouring extension): there the packer first looks for a proof that there is none, and
then tries all ways, as long as `STEPS` last.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.inventory.packing.rules.lodging import Block, Lodging, side_by_side
from app.inventory.packing.rules.narrowing import searched_widely
from app.inventory.packing.rules.search import Item, Spans, placed_in_order, searched

STEPS = 2_500
"""Doors tried in vain in the last and widest search; about a quarter of a second for a house of thirty rooms."""
FEW_STEPS = 200
"""Doors tried in vain while only the neighbours may move."""

Search = Callable[[Sequence[Item], Spans, int], tuple[Mapping[int, int] | None, bool]]


@dataclass(frozen=True, slots=True)
class Packing:
    """The door of every lodging but those `unplaced`.

    With some unplaced and `proven`, no packing has them all; not proven, the search gave up before it knew.
    """

    doors: Mapping[Lodging, int]
    unplaced: tuple[Lodging, ...] = ()
    proven: bool = True

    @property
    def changed(self) -> dict[Lodging, int]:
        """Whoever has another door than before, or one for the first time."""
        return {lodging: door for lodging, door in self.doors.items() if lodging.room_id != door}

    @property
    def moved(self) -> list[Lodging]:
        """Whoever had another door, in order of arrival."""
        return sorted((one for one in self.changed if one.room_id is not None), key=lambda one: (one.first, one))


def pack(doors: Sequence[int], lodgings: Iterable[Lodging], blocks: Iterable[Block] = ()) -> Packing:
    """A door for each lodging, all of its nights behind the same one, none twice, none behind a block.

    Fixed lodgings and those with one door to choose from have it. Of the others each keeps its door where that is
    possible: first whoever has none goes where there is room, then neighbours may move, then everybody.
    """
    packer = _Packer(doors, sorted(lodgings), blocks)
    packer.place_homeless()
    packer.rearrange()
    return packer.packing()


def in_the_way(lodging: Lodging, lodgings: Iterable[Lodging], blocks: Iterable[Block]) -> list[Lodging | Block]:
    """Whatever cannot move and lies on the nights, at a door that the lodging could have; in order of arrival."""
    own = lodging.rooms
    others: list[Lodging | Block] = [*(one for one in lodgings if one.only_door is not None), *blocks]
    found = [
        one for one in others if one != lodging and lodging.overlaps(one) and (own is None or _door_of(one) in own)
    ]
    return sorted(found, key=lambda one: (one.first, one.until))


def _door_of(one: Lodging | Block) -> int | None:
    return one.room_id if isinstance(one, Block) else one.only_door


class _Packer:
    """`spans` is all that is at a door. Doors go by their number, which is their place in `doors`."""

    def __init__(self, doors: Sequence[int], lodgings: Sequence[Lodging], blocks: Iterable[Block]) -> None:
        self.doors = list(doors)
        self.number = {door: number for number, door in enumerate(self.doors)}
        self.spans = Spans(len(self.doors))
        self.at: dict[Lodging, int] = {}
        self.homeless: list[Lodging] = []
        self.proven = True
        self.longest = max(((one.until - one.first).days for one in lodgings), default=0)
        for block in blocks:
            if block.room_id in self.number:
                self.spans.add(self.number[block.room_id], block.first.toordinal(), block.until.toordinal())
        self._begin(lodgings)
        self.movable = sorted((one.first.toordinal(), one) for one in self.at if one.only_door is None)

    def _begin(self, lodgings: Sequence[Lodging]) -> None:
        """Whoever cannot move has their door, and so has whoever has one that is still theirs to have."""
        settled = sorted((one for one in lodgings if one.only_door is not None), key=lambda one: (not one.fixed, one))
        for lodging in settled:
            if not self._take(lodging, lodging.only_door):
                self.homeless.append(lodging)
        for lodging in lodgings:
            if lodging.only_door is None and not self._take(lodging, lodging.room_id):
                self.homeless.append(lodging)

    def _take(self, lodging: Lodging, door: int | None) -> bool:
        number = self.number.get(door) if door is not None else None
        if number is None or (lodging.rooms is not None and door not in lodging.rooms):
            return False
        free = self.spans.is_free(number, lodging.first.toordinal(), lodging.until.toordinal())
        if free:
            self._settle([lodging], {0: number})
        return free

    def place_homeless(self) -> None:
        """Whoever has no door goes where there is room, nobody moves."""
        free = self._homeless()
        found = placed_in_order(self._items(free), self.spans)
        self._settle(free, found)
        for index in found:
            insort(self.movable, (free[index].first.toordinal(), free[index]))

    def rearrange(self) -> None:
        """For whoever is still without, neighbours move: first those beside them, at last everybody."""
        for lodging in self._homeless():
            if self._make_room(lodging):
                insort(self.movable, (lodging.first.toordinal(), lodging))
        left = set(self._homeless())
        groups = side_by_side([*(one for _, one in self.movable), *left]) if left else []
        tried = [
            self._searched(sorted(group), searched_widely, STEPS) for group in groups if not left.isdisjoint(group)
        ]
        self.proven = all(found for found, _ in tried) or any(not found and certain for found, certain in tried)

    def _homeless(self) -> list[Lodging]:
        """Whoever has no door yet and could have one or another."""
        return [
            one for one in self.homeless if one not in self.at and one.only_door is None and one.rooms != frozenset()
        ]

    def _make_room(self, lodging: Lodging) -> bool:
        near = {lodging}
        for _ in range(3):
            wider = near | self._beside(near)
            if wider == near:
                return False
            near = wider
            if self._searched(sorted(near), searched, FEW_STEPS)[0]:
                return True
        return False

    def _beside(self, lodgings: set[Lodging]) -> set[Lodging]:
        """Those that may move and have a night in the time of these."""
        first = min(one.first for one in lodgings).toordinal()
        until = max(one.until for one in lodgings).toordinal()
        start = bisect_left(self.movable, first - self.longest, key=lambda one: one[0])
        end = bisect_left(self.movable, until, key=lambda one: one[0])
        return {one for _, one in self.movable[start:end] if one.until.toordinal() > first}

    def _searched(self, lodgings: Sequence[Lodging], search: Search, steps: int) -> tuple[bool, bool]:
        """Whether all of these have a door now, and otherwise whether it is certain that they cannot."""
        items = self._items(lodgings)
        had = {index: self.at[one] for index, one in enumerate(lodgings) if one in self.at}
        for index, number in had.items():
            self.spans.remove(number, items[index].first, items[index].until)
        found, certain = search(items, self.spans, steps + len(items))
        self._settle(lodgings, had if found is None else found)
        return found is not None, certain

    def _items(self, lodgings: Sequence[Lodging]) -> list[Item]:
        return [
            Item(
                one.first.toordinal(),
                one.until.toordinal(),
                index,
                self.at.get(one, self.number.get(one.room_id) if one.room_id is not None else None),
                None if one.rooms is None else frozenset(self.number[door] for door in one.rooms & self.number.keys()),
            )
            for index, one in enumerate(lodgings)
        ]

    def _settle(self, lodgings: Sequence[Lodging], found: Mapping[int, int]) -> None:
        for index, number in found.items():
            lodging = lodgings[index]
            self.at[lodging] = number
            self.spans.add(number, lodging.first.toordinal(), lodging.until.toordinal())

    def packing(self) -> Packing:
        doors = {lodging: self.doors[number] for lodging, number in self.at.items()}
        unplaced = tuple(one for one in sorted(self.homeless) if one not in self.at)
        return Packing(doors, unplaced, self.proven)
