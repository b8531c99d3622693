"""A party that needs several rooms waits in the same line, and gets the cheapest set of one house: all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.queries import checkout_of
from app.booking.rules import Details
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import FreeNow, NothingToWaitFor
from app.booking.waitlist.queries import entry_of
from app.insight import verify
from app.inventory import SoldOut
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.worker.holds import sweep_holds
from tests import cast, stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.waiting import ANY_ROOM, counts_held, house_full, sold, states, told, waiting, wish

pytestmark = pytest.mark.houses(1)

Clock = Callable[[str], None]
NIGHT = Stay.of(FRIDAY, 1)
FIVE = Party(5)


@pytest.fixture(autouse=True)
def all_is_well(app: Flask) -> object:
    yield
    assert not stock.faults()
    assert [result for result in verify.run() if not result.ok] == []


def test_a_party_waits_until_the_rooms_that_are_free_take_all_of_it(app: Flask) -> None:
    taken = house_full(NIGHT)
    five = waiting("bea", wish(NIGHT, *ANY_ROOM, party=FIVE, rooms=None))
    couple = waiting("cyd", wish(NIGHT, "snug"))

    booking.cancel_booking(taken["snug"].pop())
    assert states() == {five: "waiting", couple: "offered"}, "two beds are nothing for five, and the next one's"
    booking.cancel_booking(taken["snug"].pop())
    assert states()[five] == "waiting"
    assert booking.start_checkout(basket(cast.found(), "snug", stay=NIGHT)), "what the line cannot use is on sale"
    booking.cancel_booking(taken["snug"].pop())
    booking.cancel_booking(taken["garden"].pop())

    assert states()[five] == "offered"
    assert counts_held()[five] == {"snug": 1, "garden": 1}
    with pytest.raises((SoldOut, CannotBeSold)):
        booking.start_checkout(basket(cast.found(), "garden", stay=NIGHT))
    assert [kind for kind, entry, _ in told() if entry == five] == ["waitlisted", "place_free"]

    started = waitlist.take(five, cast.found().plans["flexible"])
    checkout = checkout_of(started.checkout_id)
    assert checkout is not None
    kinds = {name: kind for kind, name in cast.found().room_types.items()}
    rooms = [(kinds[own.room_type_id], own.party) for own in checkout.basket.stays]
    assert rooms == [("snug", Party(2)), ("garden", Party(3))]
    booking.keep_details(started.checkout_id, Details("Bea", "bea@example.org").as_json())
    assert booking.place_booking(started.checkout_id, started.total_minor).new


def test_so_many_rooms_are_held_together_and_handed_on_together(app: Flask, set_clock: Clock) -> None:
    taken = house_full(NIGHT)
    first, second = (waiting(who, wish(NIGHT, "snug", rooms=2)) for who in ("bea", "cyd"))
    alone = waiting("dot", wish(NIGHT, "snug"))

    booking.cancel_booking(taken["snug"].pop())
    assert states() == {first: "waiting", second: "waiting", alone: "offered"}
    booking.cancel_booking(taken["snug"].pop())
    booking.cancel_booking(taken["snug"].pop())
    assert counts_held()[first] == {"snug": 2}

    set_clock("2027-03-01T10:00+00:00")
    sweep_holds()
    assert states() == {first: "lapsed", second: "offered", alone: "lapsed"}
    assert counts_held() == {second: {"snug": 2}}
    entry = entry_of(second)
    assert entry is not None
    assert entry.offered is not None
    assert [party for _, party in entry.offered.rooms] == [Party(1), Party(1)]
    waitlist.leave(second)
    assert counts_held() == {}


def test_one_room_is_given_before_a_set_and_a_set_before_nothing(app: Flask) -> None:
    """Four fit a garden room; without one they take two rooms, if that was not ruled out."""
    family = Party(2, (4, 7))
    taken = house_full(NIGHT)
    any_way = waiting("bea", wish(NIGHT, *ANY_ROOM, party=family, rooms=None))
    one_room = waiting("cyd", wish(NIGHT, *ANY_ROOM, party=family))
    booking.cancel_booking(taken["snug"].pop())
    booking.cancel_booking(taken["snug"].pop())
    assert states() == {any_way: "offered", one_room: "waiting"}
    assert counts_held() == {any_way: {"snug": 2}}
    booking.cancel_booking(taken["garden"].pop())
    assert counts_held()[one_room] == {"garden": 1}
    third = waiting("dot", wish(NIGHT, *ANY_ROOM, party=family, rooms=None))
    booking.cancel_booking(taken["garden"].pop())
    assert counts_held()[third] == {"garden": 1}


def test_who_may_wait_for_several_rooms(app: Flask) -> None:
    five = wish(NIGHT, *ANY_ROOM, party=FIVE, rooms=None)
    with pytest.raises(FreeNow) as free:
        waitlist.join(five, "Bea", "bea@example.org")
    house = cast.found()
    assert free.value.room_types == (house.room_types["snug"], house.room_types["garden"])
    for never in (
        wish(NIGHT, *ANY_ROOM, party=Party(1, (4, 5, 6, 7)), rooms=None),
        wish(NIGHT, "shepherds-hut", party=FIVE, rooms=None),
        wish(NIGHT, "shepherds-hut", rooms=2),
    ):
        with pytest.raises(NothingToWaitFor):
            waitlist.join(never, "Bea", "bea@example.org")
    sold(NIGHT)
    found = waitlist.waitable(wish(NIGHT, "shepherds-hut", rooms=None))
    assert found.rooms == 1, "for two a set is never an answer, as in a search"
    assert len(waitlist.waitable(wish(NIGHT, *ANY_ROOM, party=FIVE, rooms=None)).room_types) == 3
