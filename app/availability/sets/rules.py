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


def cheapest_set(kinds: Sequence[Kind], party: Party, rooms: int | None, *, band: Band, price: Price) -> Rooms | None:
    """The rooms that take the whole party for the least sum of `price(kind, who sleeps there)`; None when none do.

    With `rooms` exactly so many, else any number up to `MOST_ROOMS`. No kind is taken more often than it is free, every
    room holds those in it, and at least one of them is an adult. Children of one `band` cost the same wherever they
    sleep; babies and dogs go where there is room for them. Of equal sums the one with fewer rooms wins, then the more
    even one. Kinds come in their order.

    The rooms are taken one after the other, and of all ways to place the same people only the best is kept (Bellman's
    principle), so that the time grows with the states of the party, not with the number of sets.
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
    for kind in kinds:
        loads = list(_loads(kind, party, bands, price, counted))
        layer = best
        found = {people: dict(ways) for people, ways in best.items()}
        for _ in range(min(kind.free, party.adults, most)):
            layer = _one_room_more(layer, loads, kind.capacity, exact=rooms is not None)
            _keep_better(found, layer)
        best = found
    ends = [ways[0, 0] for people, ways in best.items() if (0, 0) in ways and not any(people if rooms else people[1:])]
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
