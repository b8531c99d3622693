"""Intervals and doors, by number: which doors are left to each interval once all that follows has been followed.

What is fixed takes doors from whoever lies beside it; whoever has one door left takes that from all beside them. On
each night those who are there need doors that differ: where that cannot be, no packing exists. Whoever has the fewest
doors left is tried first, so that a conflict is met where it is and not where the search happens to stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from app.inventory.packing.rules.search import Item, Spans, searched

MOST_PLACES = 300_000
"""Items times doors up to which narrowing pays: two years of a house of thirty rooms."""
STEPS_A_SETTLING = 8
"""How many doors are tried in order of arrival while one item is settled with all that follows."""


class Narrowing:
    """`may` are the doors left to each item, as bits; `wanting` the items to which each door is left, as bits."""

    def __init__(self, items: Sequence[Item], spans: Spans) -> None:
        self.items = sorted(items, key=lambda one: (one.first, -one.until, one.key))
        self.firsts = [item.first for item in self.items]
        self.longest = max((item.until - item.first for item in self.items), default=0)
        self.beside = [
            [other for other in self._between(item.first, item.until) if other != index]
            for index, item in enumerate(self.items)
        ]
        self.may = self._left_by(spans)
        self.wanting = [0] * len(spans.firsts)
        for index, doors in enumerate(self.may):
            for door in bits(doors):
                self.wanting[door] |= 1 << index
        self.at: list[int | None] = [None] * len(self.items)
        self.open = (1 << len(self.items)) - 1
        self.trail: list[tuple[int, int | None]] = []

    def _between(self, first: int, until: int) -> list[int]:
        """The items with a night from `first` up to `until`."""
        start, end = bisect_left(self.firsts, first - self.longest), bisect_left(self.firsts, until)
        return [index for index in range(start, end) if self.items[index].until > first]

    def _left_by(self, spans: Spans) -> list[int]:
        every = (1 << len(spans.firsts)) - 1
        may = [every if item.doors is None else sum(1 << door for door in item.doors) for item in self.items]
        for door, (firsts, untils) in enumerate(zip(spans.firsts, spans.untils, strict=True)):
            for first, until in zip(firsts, untils, strict=True):
                for index in self._between(first, until):
                    may[index] &= ~(1 << door)
        return may

    def holds(self) -> bool:
        """False where it is certain that not all of the items can have a door."""
        if not all(self.may):
            return False
        for index, doors in enumerate(self.may):
            if not doors & (doors - 1) and not self.settle(index, self.may[index].bit_length() - 1):
                return False
        return self._nights_hold()

    def settle(self, index: int, door: int) -> bool:
        """The item has the door, and whoever is left with a single one has that; False where somebody has none."""
        todo = [(index, door)]
        while todo:
            index, door = todo.pop()
            if self.at[index] is not None or not self.may[index] >> door & 1:
                if self.at[index] != door:
                    return False
                continue
            self.at[index] = door
            self.open ^= 1 << index
            self.trail.append((index, None))
            for other in self.beside[index]:
                if self.at[other] is None and self.may[other] >> door & 1:
                    left = self.may[other] = self.may[other] ^ (1 << door)
                    self.wanting[door] ^= 1 << other
                    self.trail.append((other, door))
                    if not left:
                        return False
                    if not left & (left - 1):
                        todo.append((other, left.bit_length() - 1))
        return True

    def undo(self, mark: int) -> None:
        """All is as when the trail was `mark` long."""
        while len(self.trail) > mark:
            index, door = self.trail.pop()
            if door is None:
                self.at[index] = None
                self.open |= 1 << index
            else:
                self.may[index] |= 1 << door
                self.wanting[door] |= 1 << index

    def _nights_hold(self) -> bool:
        """Whether on each night all who are there could have doors that differ (augmenting paths, Kuhn 1955)."""
        holder: dict[int, int] = {}

        def placed(index: int, night: int, seen: set[int]) -> bool:
            own = self.at[index]
            for door in bits(self.may[index]) if own is None else (own,):
                if door in seen:
                    continue
                seen.add(door)
                other = holder.get(door)
                if other is None or self.items[other].until <= night or placed(other, night, seen):
                    holder[door] = index
                    return True
            return False

        return all(placed(index, item.first, set()) for index, item in enumerate(self.items))

    def choices(self) -> tuple[int, list[int]]:
        """An open item with the fewest doors left, and those of them that differ for anybody, the best last."""
        index = min(bits(self.open), key=lambda one: self.may[one].bit_count())
        alike: dict[int, int] = {}
        for door in sorted(bits(self.may[index]), key=lambda one: one != self.items[index].had):
            alike.setdefault(self.wanting[door] & self.open, door)
        here = sum(1 << other for other in self.beside[index])
        wanted = {door: (door != self.items[index].had, (who & here).bit_count()) for who, door in alike.items()}
        return index, sorted(wanted, key=lambda door: wanted[door], reverse=True)

    def state(self) -> tuple[object, ...]:
        """All on which those depend who have no door yet."""
        return (self.open, *sorted(who & self.open for who in self.wanting))


def bits(number: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def searched_widely(items: Sequence[Item], spans: Spans, steps: int) -> tuple[Mapping[int, int] | None, bool]:
    """As `searched`, after a proof that there is no way was looked for; and where that search gives up, another one
    goes on that takes whoever has the fewest doors left first."""
    if len(items) * len(spans.firsts) > MOST_PLACES:
        return searched(items, spans, steps)
    left = Narrowing(items, spans)
    if not left.holds():
        return None, True
    found, certain = searched(items, spans, steps)
    return (found, certain) if found is not None or certain else _narrowed(left, steps // STEPS_A_SETTLING)


def _narrowed(left: Narrowing, steps: int) -> tuple[Mapping[int, int] | None, bool]:
    in_vain: set[tuple[object, ...]] = set()
    stack: list[tuple[int, list[int], int, tuple[object, ...]]] = []
    while left.open:
        state = left.state()
        if state in in_vain:
            untried: list[int] = []
            index = -1
        else:
            index, untried = left.choices()
        stack.append((index, untried, len(left.trail), state))
        while not _next(left, stack):
            in_vain.add(stack.pop()[3])
            if not stack:
                return None, True
            left.undo(stack[-1][2])
        steps -= 1
        if steps < 0:
            return None, False
    return {item.key: door for item, door in zip(left.items, left.at, strict=True) if door is not None}, True


def _next(left: Narrowing, stack: list[tuple[int, list[int], int, tuple[object, ...]]]) -> bool:
    """The item on top has the next of its doors that leaves one to everybody; False where there is none."""
    index, untried, mark, _ = stack[-1]
    while untried:
        if left.settle(index, untried.pop()):
            return True
        left.undo(mark)
    return False
