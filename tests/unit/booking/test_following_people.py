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
from app.booking.people.rules import CannotEat, Entry, followed, people_of
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


@given(st.lists(PARTIES, min_size=1, max_size=3), st.lists(PARTIES, min_size=1, max_size=3), st.data())
def test_nobody_becomes_somebody_else(before: Rooms, after: Rooms, data: st.DataObject) -> None:
    """Two never stand at one place, adults stay adults, and who changes nothing stays where they are."""
    old, new = people_of(enumerate(before)), people_of(enumerate(after))
    known = data.draw(st.sets(st.sampled_from([one.key for one in old])))
    found = followed(old, new, known)
    assert len(set(found.values())) == len(found)
    ages, now = {one.key: one.age for one in old}, {one.key: one.age for one in new}
    assert all((ages[key] is None) == (now[place] is None) for key, place in found.items())
    assert followed(old, old, known) == {one.key: one.key for one in old}


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
