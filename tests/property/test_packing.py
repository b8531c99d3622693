"""The packer: whoever can have a door has one, and nobody is moved who may not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.inventory.packing.rules import Block, Leaver, Lodging, Packing, lodgings_of, pack, relieved, runs_by_door

FIRST = date(2027, 3, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def nights(one: Lodging | Block) -> Iterator[date]:
    return (one.first + timedelta(days=n) for n in range((one.until - one.first).days))


def require_sound(doors: Sequence[int], lodgings: Sequence[Lodging], blocks: Sequence[Block], packing: Packing) -> None:
    taken = {(block.room_id, night) for block in blocks for night in nights(block)}
    assert {*packing.doors, *packing.unplaced} == set(lodgings)
    assert not {*packing.doors} & {*packing.unplaced}
    for lodging, door in packing.doors.items():
        assert door in doors
        assert lodging.rooms is None or lodging.fixed or door in lodging.rooms
        assert not lodging.fixed or door == lodging.room_id, "who is fixed never moves"
        own = {(door, night) for night in nights(lodging)}
        assert not own & taken, "a door is given twice"
        taken |= own


@st.composite
def houses(draw: st.DrawFn, most: int = 24) -> tuple[list[int], list[Lodging]]:
    """Doors, and stays of which no night has more than there are doors."""
    count = draw(st.integers(1, 5))
    room = dict.fromkeys(range(40), count)
    lodgings = []
    for number in range(draw(st.integers(0, most))):
        first, length = draw(st.integers(0, 16)), draw(st.integers(1, 6))
        span = range(first, first + length)
        if all(room[night] for night in span):
            for night in span:
                room[night] -= 1
            lodgings.append(Lodging(number, day(first), day(first + length)))
    return [100 + door for door in range(count)], lodgings


@given(houses())
def test_a_packing_is_found_when_no_night_is_oversold_and_nothing_is_fixed(
    house: tuple[list[int], list[Lodging]],
) -> None:
    doors, lodgings = house
    packing = pack(doors, lodgings)
    require_sound(doors, lodgings, [], packing)
    assert not packing.unplaced


@given(houses(), st.data())
def test_it_is_found_too_where_some_have_doors_already_however_badly(
    house: tuple[list[int], list[Lodging]], data: st.DataObject
) -> None:
    doors, lodgings = house
    had = [Lodging(one.stay_id, one.first, one.until, data.draw(st.sampled_from([None, *doors]))) for one in lodgings]
    packing = pack(doors, had)
    require_sound(doors, had, [], packing)
    assert not packing.unplaced
    again = [Lodging(one.stay_id, one.first, one.until, packing.doors[one]) for one in had]
    assert not pack(doors, again).changed, "a packing that holds is left alone"


@given(houses(), st.integers(0, 16))
def test_it_is_found_with_everybody_in_the_house_kept(house: tuple[list[int], list[Lodging]], tonight: int) -> None:
    doors, lodgings = house
    coming = [one for one in lodgings if one.until > day(tonight)]
    before = pack(doors, coming).doors
    here = [
        Lodging(one.stay_id, one.first, one.until, before[one], fixed=True) if one.first <= day(tonight) else one
        for one in coming
    ]
    packing = pack(doors, here)
    require_sound(doors, here, [], packing)
    assert not packing.unplaced


@st.composite
def pinned(draw: st.DrawFn) -> tuple[list[int], list[Lodging], list[Block]]:
    doors, lodgings = draw(houses(most=7))
    made = []
    for one in lodgings:
        kind = draw(st.sampled_from(["any", "any", "had", "fixed", "promised", "some"]))
        door = draw(st.sampled_from(doors))
        some = frozenset(draw(st.lists(st.sampled_from(doors), min_size=1, max_size=2)))
        made.append(
            {
                "any": one,
                "had": Lodging(one.stay_id, one.first, one.until, door),
                "fixed": Lodging(one.stay_id, one.first, one.until, door, fixed=True),
                "promised": Lodging(one.stay_id, one.first, one.until, rooms=frozenset({door})),
                "some": Lodging(one.stay_id, one.first, one.until, rooms=some),
            }[kind]
        )
    blocks = []
    if draw(st.booleans()):
        first = draw(st.integers(0, 14))
        blocks = [Block(draw(st.sampled_from(doors)), day(first), day(first + draw(st.integers(1, 5))))]
    return doors, made, blocks


def any_packing(doors: Sequence[int], lodgings: Sequence[Lodging], blocks: Sequence[Block]) -> bool:
    """Whether there is one, by trying all of them."""
    choices = [
        [one.room_id] if one.fixed else sorted(one.rooms) if one.rooms is not None else doors for one in lodgings
    ]
    walls = {(block.room_id, night) for block in blocks for night in nights(block)}
    for tried in product(*choices):
        slept = [(door, night) for one, door in zip(lodgings, tried, strict=True) for night in nights(one)]
        if len(slept) == len(set(slept)) and not walls & set(slept):
            return True
    return False


@given(pinned())
def test_with_promises_and_closures_it_agrees_with_trying_everything(
    case: tuple[list[int], list[Lodging], list[Block]],
) -> None:
    doors, lodgings, blocks = case
    packing = pack(doors, lodgings, blocks)
    require_sound(doors, lodgings, blocks, packing)
    assert packing.proven
    assert (not packing.unplaced) == any_packing(doors, lodgings, blocks)


def test_neighbours_move_so_that_a_long_stay_fits() -> None:
    """Two doors; one is taken on the first night, the other on the third: three nights fit once one of them moves."""
    early, late = Lodging(1, day(0), day(1), 100), Lodging(2, day(2), day(4), 101)
    long = Lodging(3, day(1), day(4))
    packing = pack([100, 101], [early, late, long])
    assert not packing.unplaced
    assert len(packing.moved) <= 1


def test_nobody_else_moves_when_a_gap_is_there() -> None:
    others = [Lodging(number, day(0), day(5), 100 + number) for number in range(4)]
    packing = pack([100 + number for number in range(5)], [*others, Lodging(9, day(1), day(3))])
    assert packing.changed == {Lodging(9, day(1), day(3)): 104}


def doors_by_night(*runs: tuple[int, int, int]) -> Mapping[date, int]:
    return {day(night): door for door, first, until in runs for night in range(first, until)}


def test_a_stay_is_one_lodging_and_a_split_one_stays_split() -> None:
    five = [day(number) for number in range(5)]
    assert lodgings_of(1, five, doors_by_night((100, 0, 2)), rigid=False) == [Lodging(1, day(0), day(5), 100)]
    assert lodgings_of(1, five, doors_by_night((100, 0, 2), (101, 2, 4)), rigid=True) == [
        Lodging(1, day(0), day(2), 100, True, frozenset({100})),
        Lodging(1, day(2), day(4), 101, True, frozenset({101})),
        Lodging(1, day(4), day(5), None, False, frozenset({101})),
    ]
    assert runs_by_door(doors_by_night((100, 0, 2), (101, 2, 4))) == [(100, day(0), day(2)), (101, day(2), day(4))]


@st.composite
def relieving(draw: st.DrawFn) -> tuple[dict[date, int], list[Leaver], dict[tuple[int, date], int]]:
    """By how many some nights are short, who could go into which of two room types, and what is left there."""
    leavers = []
    for number in range(draw(st.integers(0, 4))):
        first, length = draw(st.integers(0, 4)), draw(st.integers(1, 3))
        types = tuple(draw(st.permutations([1, 2])))[: draw(st.integers(0, 2))]
        leavers.append(Leaver(number, tuple(day(night) for night in range(first, first + length)), types))
    left = {(kind, day(night)): draw(st.integers(0, 2)) for kind in (1, 2) for night in range(7)}
    return {day(night): draw(st.integers(0, 2)) for night in range(5)}, leavers, left


def enough(
    going: Mapping[int, int], short: Mapping[date, int], leavers: list[Leaver], left: Mapping[tuple[int, date], int]
) -> bool:
    gone = [(going[one.stay_id], night) for one in leavers if one.stay_id in going for night in one.nights]
    return all(gone.count(place) <= left[place] for place in gone) and all(
        sum(night == other for _, other in gone) >= count for night, count in short.items()
    )


@given(relieving())
def test_who_leaves_for_another_type_agrees_with_trying_everything(
    case: tuple[dict[date, int], list[Leaver], dict[tuple[int, date], int]],
) -> None:
    short, leavers, left = case
    choices = product(*([None, *one.room_types] for one in leavers))
    tried = ({one.stay_id: to for one, to in zip(leavers, way, strict=True) if to} for way in choices)
    some = any(enough(going, short, leavers, left) for going in tried)
    found = relieved(short, leavers, left, lambda going: enough(going, short, leavers, left))
    assert found.proven
    assert (found.going is not None) == some
