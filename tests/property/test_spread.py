"""Parties spread over rooms: everybody has a bed, no room is without an adult, and no other way costs less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from hypothesis import example, given
from hypothesis import strategies as st

from app.availability.rules import Capacity
from app.availability.sets.rules import MOST_ROOMS, Kind, Rooms, cheapest_set, holds_all, is_spread_of
from app.kernel.party import Party

TEENS = 13
"""From this age on a child costs more; below, all cost the same."""


def band(age: int) -> int:
    return TEENS if age >= TEENS else 2


@st.composite
def kinds(draw: st.DrawFn) -> list[Kind]:
    """Up to three kinds of room for one to four."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        heads = draw(st.integers(1, 4))
        adults = draw(st.integers(1, heads))
        cots, dogs, free = (draw(st.integers(0, most)) for most in (1, 2, 3))
        found.append(Kind(number, Capacity(adults, heads, cots, dogs, False, False), free))
    return found


parties = st.builds(
    Party,
    st.integers(1, 4),
    st.lists(st.sampled_from([3, 8, 15]), max_size=3).map(tuple),
    st.integers(0, 2),
    st.integers(0, 2),
)
bases = st.lists(st.integers(50, 200), min_size=3, max_size=3)
asked = st.none() | st.integers(1, 4)


def priced(bases: list[int], kind: int, party: Party) -> int:
    """Rates are for two: less for one alone, more for each further adult and child, the oldest children first."""
    free = max(2 - party.adults, 0)
    children = sorted(party.children, reverse=True)[free:]
    base = bases[kind] - (15 if party.heads == 1 else 0) + max(party.adults - 2, 0) * 60
    return base + sum(45 if age >= TEENS else 35 for age in children)


def every_way(kinds: list[Kind], party: Party, rooms: int | None) -> Iterator[Rooms]:
    """Every set of rooms that are free, and every way to send each adult and child into one of them."""
    for size in [rooms] if rooms else range(1, MOST_ROOMS + 1):
        for chosen in combinations_with_replacement(kinds, size):
            if any(count > kind.free for kind, count in Counter(chosen).items()):
                continue
            if sum(kind.capacity.cots_max for kind in chosen) < party.cots:
                continue
            if sum(kind.capacity.dogs_max for kind in chosen) < party.dogs:
                continue
            for adults in product(range(1, party.adults + 1), repeat=size):
                if sum(adults) != party.adults:
                    continue
                for places in product(range(size), repeat=len(party.children)):
                    own = [
                        Party(count, tuple(a for a, p in zip(party.children, places, strict=True) if p == room))
                        for room, count in enumerate(adults)
                    ]
                    if all(kind.capacity.holds(there) for kind, there in zip(chosen, own, strict=True)):
                        yield tuple((kind.id, there) for kind, there in zip(chosen, own, strict=True))


@given(kinds(), parties, bases, asked)
@example([Kind(0, Capacity(2, 2, 0, 0, False, False), 3)], Party(4, (3,)), [100, 100, 100], None)
@example([Kind(n, Capacity(2, 2, 0, 0, False, False), 1 + n) for n in range(2)], Party(4), [50, 100, 100], None)
def test_the_cheapest_way_is_found_and_everybody_has_a_bed(
    kinds: list[Kind], party: Party, bases: list[int], rooms: int | None
) -> None:
    def price(kind: int, there: Party) -> int:
        return priced(bases, kind, there)

    found = cheapest_set(kinds, party, rooms, band=band, price=price)

    totals = [sum(price(*room) for room in way) for way in every_way(kinds, party, rooms)]
    assert holds_all(kinds, party, rooms) is bool(totals)
    if found is None:
        assert not totals
        return
    assert sum(price(*room) for room in found) == min(totals)
    assert is_spread_of([there for _, there in found], party)
    by_id = {kind.id: kind for kind in kinds}
    assert all(by_id[kind].capacity.holds(there) for kind, there in found)
    assert all(count <= by_id[kind].free for kind, count in Counter(kind for kind, _ in found).items())
    assert len(found) == rooms if rooms else len(found) <= MOST_ROOMS


DOUBLE = Capacity(2, 2, 0, 0, False, False)
FAMILY = Capacity(2, 4, 1, 1, False, False)


def spread(kinds: list[Kind], party: Party, rooms: int | None = None) -> list[Party] | None:
    found = cheapest_set(kinds, party, rooms, band=band, price=lambda kind, there: priced([100, 100, 100], kind, there))
    return [there for _, there in found] if found else None


def test_of_equal_totals_the_fewest_and_most_even_rooms_win() -> None:
    assert spread([Kind(0, FAMILY, 6)], Party(4, (3, 4))) == [Party(2, (3,)), Party(2, (4,))]


def test_no_more_rooms_than_a_guest_may_take_at_once() -> None:
    assert spread([Kind(0, DOUBLE, 9)], Party(12)) == [Party(2)] * 6
    single = Capacity(1, 1, 0, 0, False, False)
    assert spread([Kind(0, single, 9)], Party(7)) is None
    assert spread([Kind(0, single, 4), Kind(1, single, 4)], Party(7)) is None
    assert spread([Kind(0, single, 4), Kind(1, single, 4)], Party(6)) == [Party(1)] * 6


def test_children_are_never_alone() -> None:
    assert spread([Kind(0, DOUBLE, 9)], Party(1, (8, 10))) is None
    assert spread([Kind(0, DOUBLE, 9)], Party(2, (8, 10))) == [Party(1, (8,)), Party(1, (10,))]


def test_babies_and_dogs_choose_the_room() -> None:
    assert spread([Kind(0, DOUBLE, 9), Kind(1, FAMILY, 1)], Party(4, dogs=1, cots=1)) == [Party(2), Party(2, (), 1, 1)]
    assert spread([Kind(0, DOUBLE, 9), Kind(1, FAMILY, 1)], Party(4, dogs=2)) is None


def test_a_spread_is_the_whole_party_and_nobody_else() -> None:
    party = Party(3, (4, 9), 1, 1)
    assert is_spread_of([Party(1, (9,)), Party(2, (4,), 1, 1)], party)
    assert not is_spread_of([Party(3, (4, 9), 1, 1), Party(0)], party), "a room without an adult"
    assert not is_spread_of([Party(1, (9,)), Party(2, (4,), 1)], party), "the dog is left behind"
    assert not is_spread_of([Party(1, (9,)), Party(2, (5,), 1, 1)], party), "another child"
