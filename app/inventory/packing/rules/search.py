"""Intervals and doors, by number: the two ways in which the packer places a set of intervals.

Nights are ordinals, doors are numbered from 0. Both ways take intervals in the order of their arrival, so that a door
is free for the next when its last one has left: all that is behind a door is one number, the night until which it is
taken.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class Item:
    """Nights from `first` up to but not including `until`, behind one of `doors` (None: any), best that it `had`."""

    first: int
    until: int
    key: int
    had: int | None = None
    doors: frozenset[int] | None = None


class Spans:
    """What is taken already, door by door; nothing of it moves."""

    def __init__(self, doors: int) -> None:
        self.firsts: list[list[int]] = [[] for _ in range(doors)]
        self.untils: list[list[int]] = [[] for _ in range(doors)]

    def add(self, door: int, first: int, until: int) -> None:
        insort(self.firsts[door], first)
        insort(self.untils[door], until)

    def remove(self, door: int, first: int, until: int) -> None:
        self.firsts[door].remove(first)
        self.untils[door].remove(until)

    def next_first(self, door: int, first: int) -> int:
        """When something begins at the door that has not ended by `first`; it may have begun before."""
        index = bisect_right(self.untils[door], first)
        own = self.firsts[door]
        return own[index] if index < len(own) else ENDLESS

    def is_free(self, door: int, first: int, until: int) -> bool:
        return self.next_first(door, first) >= until


def placed_in_order(items: Sequence[Item], spans: Spans) -> dict[int, int]:
    """The door of each item that finds one where it fits best, in order of arrival; the others are left out."""
    taken = [0] * len(spans.firsts)
    found: dict[int, int] = {}
    for item in sorted(items, key=lambda one: (one.first, -one.until, one.key)):
        choice = min(_fitting(item, taken, spans), default=None)
        if choice is not None:
            door = choice[-1]
            found[item.key] = door
            taken[door] = item.until
    return found


def _fitting(item: Item, taken: Sequence[int], spans: Spans) -> list[tuple[int, int, int]]:
    """Each free door: how much is left over after the item, how long it stood empty before, and its number."""
    first, until = item.first, item.until
    doors = range(len(taken)) if item.doors is None else item.doors
    fitting = []
    for door in doors:
        if taken[door] <= first:
            after = spans.next_first(door, first)
            if after >= until:
                fitting.append((after - until, first - taken[door], door))
    return fitting


def searched(items: Sequence[Item], spans: Spans, steps: int) -> tuple[Mapping[int, int] | None, bool]:
    """A door for every item, or None; and whether that is certain (False: `steps` doors were tried, and it gave up).

    Depth first in order of arrival: the door that an item had comes first, then those that nobody after it had, the
    tightest first. Doors with the same future are tried once, and what was tried in vain is remembered: which door is
    taken until when is all that matters for those who come later.
    """
    return _Search(items, spans, steps).run()


class _Search:
    def __init__(self, items: Sequence[Item], spans: Spans, steps: int) -> None:
        self.items = sorted(items, key=lambda one: (one.first, -one.until, one.key))
        self.spans = spans
        self.steps = steps
        self.taken = [0] * len(spans.firsts)
        self.kinds = self._kinds()
        self.wanted = self._wanted()
        self.in_vain: set[tuple[object, ...]] = set()

    def _kinds(self) -> list[int]:
        """Doors of one kind are in the same choices."""
        choices = sorted({item.doors for item in self.items if item.doors is not None}, key=sorted)
        patterns = [tuple(door in own for own in choices) for door in range(len(self.taken))]
        numbers = {pattern: number for number, pattern in enumerate(sorted(set(patterns)))}
        return [numbers[pattern] for pattern in patterns]

    def _wanted(self) -> list[list[tuple[int, int]]]:
        """For each door the items that had it, by arrival."""
        wanted: list[list[tuple[int, int]]] = [[] for _ in self.taken]
        for item in self.items:
            if item.had is not None:
                wanted[item.had].append((item.first, item.until))
        return wanted

    def run(self) -> tuple[Mapping[int, int] | None, bool]:
        chosen: list[int] = []
        before: list[int] = []
        untried = [self._choices(0)] if self.items else []
        while len(chosen) < len(self.items):
            if not untried[-1]:
                self.in_vain.add(self._state(len(chosen)))
                untried.pop()
                if not chosen:
                    return None, True
                self.taken[chosen.pop()] = before.pop()
                continue
            door = untried[-1].pop()
            self.steps -= 1
            if self.steps < 0:
                return None, False
            before.append(self.taken[door])
            chosen.append(door)
            self.taken[door] = self.items[len(chosen) - 1].until
            if len(chosen) < len(self.items):
                vain = bool(self.in_vain) and self._state(len(chosen)) in self.in_vain
                untried.append([] if vain else self._choices(len(chosen)))
        return {item.key: door for item, door in zip(self.items, chosen, strict=True)}, True

    def _choices(self, index: int) -> list[int]:
        """Doors for the item, the best last; of doors with the same future only the best."""
        item = self.items[index]
        ranked = sorted(
            (door != item.had, self._others_want(door, item), left, empty, door)
            for left, empty, door in _fitting(item, self.taken, self.spans)
        )
        seen: set[tuple[int, int]] = set()
        choices = []
        for *_, door in ranked:
            future = self._future(door, item.first)
            if future not in seen:
                seen.add(future)
                choices.append(door)
        return choices[::-1]

    def _others_want(self, door: int, item: Item) -> bool:
        return any(first < item.until and item.first < until for first, until in self.wanted[door])

    def _future(self, door: int, first: int) -> tuple[int, int]:
        """What tells doors apart that are free from `first` on: their kind, or the door where something is to come."""
        alike = self.spans.next_first(door, first) == ENDLESS
        return (self.kinds[door], -1) if alike else (-1, door)

    def _state(self, index: int) -> tuple[object, ...]:
        """All that those from `index` on depend on."""
        first = self.items[index].first if index < len(self.items) else ENDLESS
        busy: list[tuple[tuple[int, int], int]] = []
        for door, until in enumerate(self.taken):
            busy.append((self._future(door, max(first, until)), max(first, until)))
        return (index, *sorted(busy))
