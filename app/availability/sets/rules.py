"""Spreading a party over rooms: everybody has a bed, no room is without an adult, and no other way costs less. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import sub
from typing import NamedTuple

from app.availability.rules import Capacity
from app.kernel.party import Party

MOST_ROOMS = 6
"""Rooms that a guest may take at once; more are a matter for two people and a telephone."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Rooms that are alike: who fits into each, and how many of them can be had."""

    id: int
    capacity: Capacity
    free: int


Rooms = tuple[tuple[int, Party], ...]
"""The kind of each room, and who sleeps in it."""

Price = Callable[[int, Party], int]
Band = Callable[[int], int]

_PENNY, _ROOM = 10_000, 1_000
"""Of equal totals the one with fewer rooms is better, and of these the more even one: all three in one number."""

_People = tuple[int, ...]
"""Still to be placed: rooms (where they are counted), adults, children band by band."""

_Rest = tuple[int, int]
"""Babies and dogs still to be placed. They cost the same everywhere, and where they go hangs on nobody else."""


@dataclass(frozen=True, slots=True)
class _Load:
    """People in one room of a kind: what they take off those who wait, and what they weigh."""

    kind: Kind
    taken: _People
    weight: int


class _Way(NamedTuple):
    """A way to have come to a state: its weight, the way before, and the room that was added."""

    weight: int
    before: _Way | None = None
    load: _Load | None = None


_Ways = dict[_People, dict[_Rest, _Way]]
"""The best way to each state."""

_Choice = tuple[Kind, list[_Load]]
"""A kind of room, and who may sleep in one of them."""


def cheapest_set(kinds: Sequence[Kind], party: Party, rooms: int | None, *, band: Band, price: Price) -> Rooms | None:
    """The rooms that take the whole party for the least sum of `price(kind, who sleeps there)`; None when none do.

    With `rooms` exactly so many, else any number up to `MOST_ROOMS`. No kind is taken more often than it is free, every
    room holds those in it, and at least one of them is an adult. Children of one `band` cost the same wherever they
    sleep; babies and dogs go where there is room for them. Of equal sums the one with fewer rooms wins, then the more
    even one. Kinds come in their order.

    The rooms are taken one after the other, and of all ways to place the same people only the best is kept (Bellman's
    principle), so that the time grows with the states of the party, not with the number of sets. A way ends early where
    the rooms that are left lack beds, or where the least that a bed costs anywhere makes it dearer than a set that is
    known (branch and bound); so large parties are found as quickly as small ones.
    """
    if not _enough(kinds, party, rooms or MOST_ROOMS):
        return None
    counted = rooms is not None or party.adults > MOST_ROOMS
    bands: dict[int, list[int]] = {}
    for age in party.children:
        bands.setdefault(band(age), []).append(age)
    most = MOST_ROOMS if rooms is None else rooms
    start = (most if counted else 0, party.adults, *map(len, bands.values()))
    best: _Ways = {start: {(party.cots, party.dogs): _Way(0)}}
    choices = _choices(kinds, party, bands, price, counted)
    for number, (kind, loads) in enumerate(choices):
        bound = _Bound(choices[number:], counted, _known(best, exact=rooms is not None))
        layer = best = bound.kept(best)
        found = {people: dict(ways) for people, ways in best.items()}
        for _ in range(min(kind.free, party.adults, most)):
            layer = bound.kept(_one_room_more(layer, loads, kind.capacity, exact=rooms is not None))
            _keep_better(found, layer)
        best = found
    ends = list(_ends(best, exact=rooms is not None))
    return _spelled(min(ends, key=lambda way: way.weight), party, bands) if ends else None


def holds_all(kinds: Sequence[Kind], party: Party, rooms: int | None) -> bool:
    """True when some set of these rooms has a place for everybody, whatever it costs."""
    return cheapest_set(kinds, party, rooms, band=lambda age: 0, price=lambda kind, own: 0) is not None


def _enough(kinds: Sequence[Kind], party: Party, rooms: int) -> bool:
    """False where all rooms together lack a place for somebody: most houses without a set are found out here."""
    taken = [(min(kind.free, rooms), kind.capacity) for kind in kinds]
    return (
        party.adults > 0
        and sum(count * own.adults_max for count, own in taken) >= party.adults
        and sum(count * own.heads_max for count, own in taken) >= party.heads
        and sum(count * own.cots_max for count, own in taken) >= party.cots
        and sum(count * own.dogs_max for count, own in taken) >= party.dogs
    )


def _choices(
    kinds: Sequence[Kind], party: Party, bands: Mapping[int, list[int]], price: Price, counted: bool
) -> list[_Choice]:
    """The kinds with who may sleep in one of them, in their order: of equal sets that with the earlier kinds wins."""
    choices = [(kind, list(_loads(kind, party, bands, price, counted))) for kind in kinds if kind.free > 0]
    return [one for one in choices if one[1]]


def _bed(loads: Iterable[_Load]) -> int:
    """The least that a bed weighs in one of these."""
    return min(load.weight // sum(load.taken[1:]) for load in loads)


class _Bound:
    """What no way can do better than with the kinds that are left; `known` is the weight of a whole set, if there is
    one."""

    def __init__(self, choices: Sequence[_Choice], counted: bool, known: int | None) -> None:
        self.counted, self.known = counted, known
        self.bed = min(_bed(loads) for _, loads in choices)
        self.largest = max(kind.capacity.heads_max for kind, _ in choices)
        self.beds = sum(kind.free * kind.capacity.heads_max for kind, _ in choices)

    def kept(self, ways: _Ways) -> _Ways:
        """The ways that may still come to something, or have."""
        return {people: there for people, own in ways.items() if (there := self._of(people, own))}

    def _of(self, people: _People, ways: dict[_Rest, _Way]) -> dict[_Rest, _Way]:
        heads = sum(people[1:])
        rooms = min(people[0], people[1]) if self.counted else people[1]
        if heads > self.beds or heads > rooms * self.largest:
            return {}
        if self.known is None or not heads:
            return ways
        most = self.known - heads * self.bed
        return {rest: way for rest, way in ways.items() if way.weight < most}


def _ends(ways: _Ways, *, exact: bool) -> Iterator[_Way]:
    """The ways that have placed everybody; with `exact`, in all the rooms that were asked for."""
    for people, own in ways.items():
        if (0, 0) in own and not any(people if exact else people[1:]):
            yield own[0, 0]


def _known(ways: _Ways, *, exact: bool) -> int | None:
    return min((way.weight for way in _ends(ways, exact=exact)), default=None)


def _loads(kind: Kind, party: Party, bands: Mapping[int, list[int]], price: Price, counted: bool) -> Iterator[_Load]:
    capacity = kind.capacity
    for adults in range(1, min(capacity.adults_max, capacity.heads_max, party.adults) + 1):
        for children in product(*(range(len(ages) + 1) for ages in bands.values())):
            heads = adults + sum(children)
            if heads > capacity.heads_max:
                continue
            ages = tuple(age for own, count in zip(bands.values(), children, strict=True) for age in own[:count])
            weight = price(kind.id, Party(adults, ages)) * _PENNY + _ROOM + heads * heads
            yield _Load(kind, (int(counted), adults, *children), weight)


def _one_room_more(layer: _Ways, loads: Iterable[_Load], capacity: Capacity, *, exact: bool) -> _Ways:
    """The best way to each state that one more room of a kind leads to."""
    found: _Ways = {}
    for people, ways in layer.items():
        after = [
            ((max(cots - capacity.cots_max, 0), max(dogs - capacity.dogs_max, 0)), way)
            for (cots, dogs), way in ways.items()
        ]
        for load in loads:
            left = tuple(map(sub, people, load.taken))
            if min(left) < 0 or (not left[1] and any(left[2:])) or (exact and left[0] > left[1]):
                continue
            known = found.setdefault(left, {})
            for rest, way in after:
                weight = way.weight + load.weight
                if rest not in known or weight < known[rest].weight:
                    known[rest] = _Way(weight, way, load)
    return found


def _keep_better(found: _Ways, others: _Ways) -> None:
    for people, ways in others.items():
        known = found.setdefault(people, {})
        for rest, way in ways.items():
            if rest not in known or way.weight < known[rest].weight:
                known[rest] = way


def _spelled(end: _Way, party: Party, bands: Mapping[int, list[int]]) -> Rooms:
    """The rooms of a way with who sleeps there: children in the order of their ages, babies and dogs where they fit."""
    loads = []
    way: _Way | None = end
    while way is not None and way.load is not None:
        loads.append(way.load)
        way = way.before
    waiting = {own: list(ages) for own, ages in bands.items()}
    cots, dogs = party.cots, party.dogs
    rooms = []
    for load in reversed(loads):
        capacity = load.kind.capacity
        ages = [waiting[own].pop(0) for own, count in zip(bands, load.taken[2:], strict=True) for _ in range(count)]
        own = Party(load.taken[1], tuple(ages), min(cots, capacity.cots_max), min(dogs, capacity.dogs_max), party.needs)
        cots, dogs = cots - own.cots, dogs - own.dogs
        rooms.append((load.kind.id, own))
    return tuple(rooms)


def is_spread_of(parties: Sequence[Party], party: Party) -> bool:
    """True when these are the party, each with an adult and with what the whole party needs."""
    return (
        all(own.adults > 0 and own.needs == party.needs for own in parties)
        and sum(own.adults for own in parties) == party.adults
        and Counter(age for own in parties for age in own.children) == Counter(party.children)
        and sum(own.cots for own in parties) == party.cots
        and sum(own.dogs for own in parties) == party.dogs
    )
