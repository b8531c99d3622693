"""Doors: one stay behind one door a night, all or nothing, and never behind a closed one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.inventory import operations
from app.inventory.errors import RoomClosed, RoomTaken
from app.inventory.packing.queries import doors_of, free_rooms, rooms_of
from app.kernel.stay import Stay
from app.store import transaction
from tests import stock
from tests.builders import FRIDAY, House
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = [FRIDAY, SATURDAY]


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def doors(house: House) -> list[int]:
    return [door.id for door in doors_of([house.room_types["snug"]])]


def give(stay_id: int, room_id: int, nights: list[date]) -> None:
    transaction(lambda: operations.give_room(stay_id, room_id, nights))


def free(house: House, nights: list[date], but: int | None = None) -> list[int]:
    return [door.id for door in free_rooms(house.room_types["snug"], nights, but=but)]


def close(house: House, room_id: int, first: date, until: date) -> None:
    snug = house.resources["snug"]
    transaction(lambda: operations.close(snug, first, until, 1, "a leak", room_id=room_id))


def test_a_door_is_given_by_the_night(house: House) -> None:
    one, two, three = doors(house)
    give(1, one, WEEKEND)
    give(1, two, [SUNDAY])
    assert rooms_of([1, 2]) == {1: {FRIDAY: one, SATURDAY: one, SUNDAY: two}}
    assert free(house, [SATURDAY]) == [two, three]
    assert free(house, [SATURDAY], but=1) == [one, two, three]

    give(1, three, [SATURDAY])
    assert rooms_of([1]) == {1: {FRIDAY: one, SATURDAY: three, SUNDAY: two}}
    assert free(house, [SATURDAY]) == [one, two]


def test_whoever_has_the_door_is_named_and_nothing_is_half_done(house: House) -> None:
    one, two, _ = doors(house)
    give(7, one, [SATURDAY])
    give(8, two, [FRIDAY])
    with pytest.raises(RoomTaken) as refusal:
        give(8, one, [FRIDAY, SATURDAY])
    assert (refusal.value.room_id, refusal.value.night, refusal.value.stay_id) == (one, SATURDAY, 7)
    assert rooms_of([7, 8]) == {7: {SATURDAY: one}, 8: {FRIDAY: two}}


def test_two_stays_change_places_at_once(house: House) -> None:
    one, two, _ = doors(house)
    give(7, one, WEEKEND)
    give(8, two, WEEKEND)
    swapped = {(7, night): two for night in WEEKEND} | {(8, night): one for night in WEEKEND}
    transaction(lambda: operations.give_rooms(swapped))
    assert rooms_of([7, 8]) == {7: dict.fromkeys(WEEKEND, two), 8: dict.fromkeys(WEEKEND, one)}


def test_a_closed_door_is_given_to_nobody(house: House) -> None:
    one, two, three = doors(house)
    close(house, one, SATURDAY, SUNDAY)
    with pytest.raises(RoomClosed, match="closed on Saturday 6 March: a leak"):
        give(1, one, WEEKEND)
    assert rooms_of([1]) == {}
    assert free(house, WEEKEND) == [two, three]
    give(1, one, [FRIDAY, SUNDAY])


def test_a_door_that_somebody_has_is_not_closed(house: House) -> None:
    one, _, _ = doors(house)
    give(7, one, [SATURDAY])
    with pytest.raises(RoomTaken) as refusal:
        close(house, one, FRIDAY, SUNDAY)
    assert (refusal.value.night, refusal.value.stay_id) == (SATURDAY, 7)
    assert stock.counter(house.resources["snug"], FRIDAY) == (3, 0, 0)
    close(house, one, FRIDAY, SATURDAY)
    assert stock.counter(house.resources["snug"], FRIDAY) == (2, 0, 0)


def test_vacating_forgets_moves_and_promises_too(house: House) -> None:
    one, _, _ = doors(house)
    give(1, one, [FRIDAY, SATURDAY, SUNDAY])
    transaction(lambda: operations.vacate([1], Stay(SATURDAY, SUNDAY)))
    assert rooms_of([1]) == {1: {SATURDAY: one}}
    transaction(lambda: operations.vacate([1]))
    assert rooms_of([1]) == {}
