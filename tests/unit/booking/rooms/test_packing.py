"""Doors for those who come: given in time, kept where they are, and refused with a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.queries import booking_of
from app.booking.rooms.errors import InTheWay
from app.booking.rooms.operations import give_room, pack_coming, pack_rooms, promise_room
from app.booking.rooms.operations.packing import searched
from app.insight import verify
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of, rooms_of
from app.inventory.packing.rules import pack
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction
from app.worker.rooms import give_rooms
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, House
from tests.cards import placed
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def doors(house: House) -> list[int]:
    return [door.id for door in doors_of([house.room_types["snug"]])]


def book(house: House, stay: Stay = WEEKEND) -> tuple[int, int]:
    booking_id = placed(basket(house, "snug", stay=stay)).booking_id
    own = booking_of(booking_id)
    assert own is not None
    return booking_id, own.live[0].id


def given(stay_id: int) -> list[int]:
    db.session.rollback()
    return list(rooms_of([stay_id]).get(stay_id, {}).values())


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_whoever_comes_has_a_door_tonight_s_guests_too(house: House) -> None:
    _, tonight = book(house, Stay.of(TODAY, 1))
    _, later = book(house)
    _, much_later = book(house, Stay.of(TODAY + timedelta(days=60), 2))
    assert pack_coming() == 2
    assert pack_coming() == 0
    assert (len(given(tonight)), len(given(later)), given(much_later)) == (1, 2, [])
    written = stock.rows("SELECT actor FROM journal WHERE subject = 'stay' AND action = 'room_given'")
    assert written == [("system",), ("system",)]
    sound()


def test_a_stay_that_got_longer_has_the_same_door_on_its_new_nights(house: House) -> None:
    booking_id, stay_id = book(house)
    pack_coming()
    wanted = basket(house, "snug", stay=Stay.of(FRIDAY, 4))
    offer = price_amendment(booking_id, wanted)
    booking.amend_booking(booking_id, wanted, seen_minor=offer.total_minor, seen_revision=offer.revision)
    assert len(given(stay_id)) == 2
    assert pack_coming() == 1
    assert given(stay_id) == [given(stay_id)[0]] * 4
    sound()


def test_guests_in_the_house_stay_where_they_are_and_others_make_way(house: House) -> None:
    one, two, three = doors(house)
    here_booking, here = book(house, Stay.of(TODAY, 3))
    transaction(lambda: give_room(here, two, [TODAY + timedelta(days=n) for n in range(3)]))
    booking.check_in(here_booking)
    others = [book(house, Stay.of(TODAY + timedelta(days=n), 2))[1] for n in (0, 1, 2)]
    pack_rooms(house.room_types["snug"], TODAY, SUNDAY)
    assert given(here) == [two] * 3
    assert all(len(given(stay_id)) == 2 for stay_id in others)
    assert {one, three} >= {room for stay_id in others for room in given(stay_id)} - {two}
    sound()


def test_a_promise_that_would_leave_somebody_without_a_room_is_refused_with_a_name(house: House) -> None:
    one, two, three = doors(house)
    stays = [book(house, Stay.of(FRIDAY, 2))[1] for _ in range(2)]
    pack_rooms(house.room_types["snug"], TODAY, SUNDAY)
    promise_room(stays[0], one)
    with pytest.raises(InTheWay, match="Anna Whitlock has snug 1 and is kept there"):
        promise_room(stays[1], one)
    assert given(stays[0]) == [one, one]
    transaction(lambda: inventory.close(house.resources["snug"], FRIDAY, SUNDAY, 1, "a leak", room_id=three))
    with pytest.raises(InTheWay, match="snug 3 is closed then"):
        promise_room(stays[1], three)
    assert stock.rows("SELECT stay_id, room_id FROM room_promise") == [(stays[0], one)]
    promise_room(stays[0], None)
    promise_room(stays[1], one)
    assert (given(stays[0]), given(stays[1])) == ([two, two], [one, one])
    sound()


def test_a_search_that_found_no_room_is_made_again_when_something_changed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doors kept on either night leave nobody one for both."""
    one, two, three = doors(house)
    _, last = book(house)
    for door, night in ((one, FRIDAY), (two, SATURDAY), (three, FRIDAY)):
        own = book(house, Stay.of(night, 1))[1]
        transaction(lambda own=own, door=door: inventory.promise(own, door, step_free=False, at=clock.now()))
        transaction(lambda own=own, door=door, night=night: give_room(own, door, [night]))
    searched.cache_clear()
    made = []
    where = "app.booking.rooms.operations.packing.pack"
    monkeypatch.setattr(where, lambda *layout: made.append(layout) or pack(*layout))
    for _ in range(3):
        assert pack_coming() == 0
    assert (len(made), given(last)) == (1, [])
    asked = "SELECT state FROM task WHERE kind = 'to_place'"
    assert (give_rooms(), give_rooms(), stock.rows(asked)) == (1, 0, [("open",)])
    promised = stock.rows("SELECT stay_id FROM room_promise WHERE room_id = :room", room=two)[0][0]
    promise_room(promised, None)
    assert give_rooms() > 1
    assert len(given(last)) == 2
    assert stock.rows(asked) == [("done",)]
    sound()


def test_stays_beyond_the_days_that_are_packed_make_way_where_nobody_else_can(house: House) -> None:
    one, two, three = doors(house)
    kept = book(house, Stay.of(FRIDAY, 1))[1]
    promise_room(kept, three)
    for door in (one, two):
        own = book(house, Stay.of(SATURDAY, 1))[1]
        transaction(lambda own=own, door=door: give_room(own, door, [SATURDAY]))
    both = book(house)[1]
    assert pack_rooms(house.room_types["snug"], FRIDAY, SATURDAY).unplaced == ()
    assert (given(kept), len(set(given(both)))) == ([three], 1)
    sound()
