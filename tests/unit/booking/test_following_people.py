"""A change of the party moves people to other numbers: what was said of one of them never becomes another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.booking import operations as booking
from app.booking.people.operations import keep_people, mark_allergies_read
from app.booking.people.queries import allergies_of, register_of
from app.booking.people.rules import CannotEat, Entry, fewer, followed, people_of
from app.booking.queries import booking_of
from app.booking.rules import Details
from app.kernel import clock
from app.kernel.party import Party
from tests import cast
from tests.baskets import basket, several
from tests.unit.booking.changes.desk import amend

Rooms = Sequence[Party]
Known = set[tuple[int, int]]
PARTIES = st.builds(
    Party,
    st.integers(1, 3),
    st.lists(st.integers(2, 17), max_size=3).map(tuple),
    st.integers(0, 2),
)
YOUNG = st.builds(Party, st.integers(1, 3), st.lists(st.integers(2, 15), max_size=3).map(tuple), st.integers(0, 2))


def where(before: Rooms, after: Rooms, known: Known) -> dict[tuple[int, int], tuple[int, int]]:
    """Where those of whom something is known stand now."""
    found = followed(people_of(enumerate(before)), people_of(enumerate(after)), known)
    return {key: found[key] for key in sorted(known) if key in found}


@pytest.mark.parametrize(
    ("before", "after", "stand"),
    [
        ([Party(2, (7,))], [Party(1, (7,))], {(0, 3): (0, 2)}),
        ([Party(2, (4, 7), 1)], [Party(2, (7,), 1)], {(0, 3): None, (0, 4): (0, 3), (0, 5): (0, 4)}),
        ([Party(2, (7,))], [Party(2, (5, 7))], {(0, 3): (0, 4)}),
        ([Party(2, (7,))], [Party(3)], {(0, 3): None}),
        ([Party(2, (17,))], [Party(3)], {(0, 2): (0, 2), (0, 3): (0, 3)}),
        ([Party(2, (16,))], [Party(2, (9, 12))], {(0, 3): (0, 4)}),
        ([Party(1, (16,)), Party(1)], [Party(1, (4, 12)), Party(1)], {(0, 2): (0, 3)}),
        ([Party(2, (7,))], [Party(2, (8,))], {(0, 3): (0, 3)}),
        ([Party(2, (4,))], [Party(2, (9,))], {(0, 3): (0, 3)}),
        ([Party(2, (4, 7))], [Party(2, (12,))], {(0, 3): None, (0, 4): None}),
        ([Party(2, (), 1)], [Party(2, (2,))], {(0, 3): (0, 3)}),
        ([Party(3)], [Party(2)], {(0, 1): (0, 1), (0, 3): (0, 2)}),
        ([Party(2)], [Party(1)], {(0, 2): None}),
        ([Party(2), Party(2)], [Party(1), Party(3)], {(0, 2): (1, 3), (1, 2): (1, 2)}),
        ([Party(1, (7,)), Party(1, (8,))], [Party(1, (8,)), Party(1, (7,))], {(0, 2): (1, 2), (1, 2): (0, 2)}),
        ([Party(2)], [Party(2), Party(1)], {(0, 2): (0, 2)}),
    ],
)
def test_who_stands_where_after_a_change(before: Rooms, after: Rooms, stand: dict[tuple[int, int], object]) -> None:
    known = set(stand)
    assert where(before, after, known) == {key: place for key, place in stand.items() if place}


@pytest.mark.parametrize(
    ("before", "after", "leaving", "stand"),
    [
        ([Party(3)], [Party(2)], (0, 2), {(0, 1): (0, 1), (0, 2): None, (0, 3): (0, 2)}),
        ([Party(2)], [Party(1)], (0, 1), {(0, 1): None, (0, 2): (0, 1)}),
        ([Party(2, (7, 7))], [Party(2, (7,))], (0, 3), {(0, 3): None, (0, 4): (0, 3)}),
        ([Party(2, (4, 16))], [Party(2, (11,))], (0, 3), {(0, 3): None, (0, 4): (0, 3)}),
    ],
)
def test_who_is_said_to_leave_leaves(
    before: Rooms, after: Rooms, leaving: tuple[int, int], stand: dict[tuple[int, int], object]
) -> None:
    found = followed(people_of(enumerate(before)), people_of(enumerate(after)), set(stand), {leaving})
    assert {key: found.get(key) for key in stand} == stand


@pytest.mark.parametrize(
    ("before", "after", "unsure"),
    [
        ([Party(2)], [Party(2, (5,))], []),
        ([Party(3)], [Party(2)], [([1, 2, 3], 1)]),
        ([Party(2, (4, 7))], [Party(2, (7,))], []),
        ([Party(2, (4, 7))], [Party(1)], [([1, 2], 1)]),
        ([Party(2, (4, 7))], [Party(2, (12,))], [([3, 4], 1)]),
        ([Party(2, (4, 7))], [Party(2, (8,))], [([3, 4], 1)]),
        ([Party(2, (7, 7, 9))], [Party(1, (7, 9))], [([1, 2], 1), ([3, 4], 1)]),
        ([Party(2), Party(2)], [Party(1), Party(3)], []),
    ],
)
def test_it_is_asked_who_leaves_where_nothing_says_so(
    before: Rooms, after: Rooms, unsure: list[tuple[list[int], int]]
) -> None:
    groups = fewer(people_of(enumerate(before)), people_of(enumerate(after)))
    assert [([one.number for one in group.people], group.count) for group in groups] == unsure


@given(st.lists(PARTIES, min_size=1, max_size=3), st.lists(PARTIES, min_size=1, max_size=3), st.data())
def test_nobody_becomes_somebody_else(before: Rooms, after: Rooms, data: st.DataObject) -> None:
    """Two never stand at one place, only who is nearly 18 becomes an adult, nobody who leaves comes, and who changes
    nothing stays where they are."""
    old, new = people_of(enumerate(before)), people_of(enumerate(after))
    known, leaving = (data.draw(st.sets(st.sampled_from([one.key for one in old]))) for _ in range(2))
    found = followed(old, new, known, leaving)
    assert len(set(found.values())) == len(found)
    assert not found.keys() & leaving
    ages, now = {one.key: one.age for one in old}, {one.key: one.age for one in new}
    grown = {key for key, place in found.items() if ages[key] is not None and now[place] is None}
    assert all((ages[key] or 0) >= 16 for key in grown)
    assert all(now[place] is None for key, place in found.items() if ages[key] is None)
    assert followed(old, old, known) == {one.key: one.key for one in old}
    staying = [one for one in old if one.age is not None and one.key not in leaving]
    for part in {one.part for one in new}:
        places = [one for one in new if one.part == part and one.age is not None]
        here = [one.key for one in staying if one.part == part]
        if len(here) <= len(places) and not any(key[0] != part and place[0] == part for key, place in found.items()):
            assert found.keys() >= set(here), "no child is lost where no fewer come"


@given(st.lists(YOUNG, min_size=1, max_size=2), st.lists(YOUNG, min_size=1, max_size=2), st.data())
def test_whoever_is_named_of_those_asked_about_decides(before: Rooms, after: Rooms, data: st.DataObject) -> None:
    """As many as were asked for, and nobody else leaves of those who might, but where somebody of the very age comes
    from another room."""
    old, new = people_of(enumerate(before)), people_of(enumerate(after))
    for group in fewer(old, new):
        keys = {one.key for one in group.people}
        leaving = data.draw(st.sets(st.sampled_from(sorted(keys)), min_size=group.count, max_size=group.count))
        found = followed(old, new, (), leaving)
        part = group.people[0].part
        came = [key for key, place in found.items() if key[0] != part and place[0] == part]
        assert not found.keys() & leaving
        assert found.keys() >= keys - leaving or came


def placed(*rooms: tuple[str, Party]) -> int:
    house = cast.found()
    started = booking.start_checkout(several(house, *(basket(house, kind, party=party) for kind, party in rooms)))
    booking.keep_details(started.checkout_id, Details("Anna Whitlock", "anna@example.com").as_json())
    return booking.place_booking(started.checkout_id).booking_id


def change(booking_id: int, *parties: Party) -> None:
    """The rooms as they are, with these people."""
    known = booking_of(booking_id)
    assert known is not None
    stays = (replace(own, party=party) for own, party in zip(known.basket.stays, parties, strict=True))
    amend(booking_id, replace(known.basket, stays=tuple(stays)))


@pytest.mark.houses(1)
def test_what_a_child_cannot_eat_stays_the_childs_when_an_adult_stays_at_home(app: Flask) -> None:
    booked = placed(("garden", Party(2, (7,), 1)))
    tom, ida, baby = Entry("Tom", "GB"), CannotEat("Ida", ("nuts",), "anaphylaxis"), CannotEat("Baby", ("milk",))
    keep_people(booked, {(0, 1): Entry("Anna", "GB"), (0, 2): tom}, {(0, 3): ida, (0, 4): baby})
    mark_allergies_read(booked, 7, clock.now())

    change(booked, Party(1, (7,), 1))

    known = allergies_of(booked)
    assert {key: own.cannot_eat for key, own in known.items()} == {(0, 2): ida, (0, 3): baby}
    assert all(own.read_at for own in known.values()), "the kitchen has read it as it stands"
    assert register_of(booked) == {(0, 1): Entry("Anna", "GB")}
    change(booked, Party(2, (4, 7), 1))
    assert {key: own.cannot_eat for key, own in allergies_of(booked).items()} == {(0, 4): ida, (0, 5): baby}


@pytest.mark.houses(1)
def test_who_moves_to_another_room_takes_along_what_was_said(app: Flask) -> None:
    booked = placed(("snug", Party(2)), ("garden", Party(1, (7,))))
    names = {(0, 1): Entry("Anna", "GB"), (0, 2): Entry("Tom", "GB"), (1, 1): Entry("Cyd", "FR", "1", "Nice", "Bath")}
    fish, nuts = CannotEat("Tom", ("fish",)), CannotEat("Ida", ("nuts",))
    keep_people(booked, names, {(0, 2): fish, (1, 2): nuts})

    change(booked, Party(1), Party(2, (7,)))

    assert register_of(booked) == {(0, 1): names[0, 1], (1, 1): names[1, 1], (1, 2): names[0, 2]}
    assert {key: own.cannot_eat for key, own in allergies_of(booked).items()} == {(1, 2): fish, (1, 3): nuts}
