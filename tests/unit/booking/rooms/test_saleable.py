"""Nothing is sold that no door could be given to, beside doors that are promised or closed ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.queries import booking_of
from app.booking.rooms.errors import InTheWay, NoOneRoom
from app.booking.rooms.operations import pack_coming, promise_room
from app.insight import verify
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, House
from tests.cards import placed
from tests.cast import found
from tests.statements import counted

pytestmark = pytest.mark.houses(1)

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def doors(house: House, slug: str = "snug") -> list[int]:
    return [door.id for door in doors_of([house.room_types[slug]])]


def book(house: House, night: date, nights: int = 1) -> tuple[int, int]:
    """(id of the booking, of the stay)."""
    done = booking_of(placed(basket(house, "snug", stay=Stay.of(night, nights))).booking_id)
    assert done is not None
    return done.id, done.live[0].id


@pytest.fixture
def promised(house: House) -> House:
    """On Friday doors one and three are promised, on Saturday two: a room is left on either night, none on both."""
    one, two, three = doors(house)
    for door, night in ((one, FRIDAY), (two, SATURDAY), (three, FRIDAY)):
        promise_room(book(house, night)[1], door)
    return house


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_promises_on_either_night_leave_no_room_for_both(promised: House) -> None:
    with pytest.raises(NoOneRoom, match="No one room of these is free for all of the nights"):
        booking.start_checkout(basket(promised, "snug"))
    assert [stock.counter(promised.resources["snug"], night)[1] for night in WEEKEND] == [2, 1], "nothing is held"
    for night in WEEKEND:
        book(promised, night)
    pack_coming()
    assert stock.rows("SELECT COUNT(DISTINCT stay_id) FROM room_night") == [(5,)]
    sound()


def looked(house: House, stay: Stay) -> bool:
    """Whether holding a room for these nights looks for a packing."""
    with counted() as statements:
        held = booking.start_checkout(basket(house, "snug", stay=stay))
    booking.abandon_checkout(held.checkout_id)
    return any("FROM room_night" in statement for statement in statements.reads)


def test_a_hold_looks_only_where_a_door_is_fixed_from_a_later_night_on(house: House) -> None:
    promise_room(book(house, FRIDAY, 3)[1], doors(house)[0])
    assert not looked(house, Stay.of(FRIDAY, 1))
    assert not looked(house, Stay.of(SUNDAY, 4))
    assert looked(house, Stay.of(FRIDAY - timedelta(days=1), 1))


def test_neither_is_a_stay_made_longer_into_them(promised: House) -> None:
    booking_id, _ = book(promised, FRIDAY)
    longer = basket(promised, "snug")
    offer = price_amendment(booking_id, longer)
    with pytest.raises(NoOneRoom):
        booking.amend_booking(booking_id, longer, seen_minor=offer.total_minor, seen_revision=offer.revision)
    ((leaves,),) = stock.rows("SELECT departure_on FROM booking WHERE id = :b", b=booking_id)
    assert str(leaves) == str(SATURDAY)
    sound()


def test_a_room_that_is_held_is_not_promised_away(house: House) -> None:
    one, two, three = doors(house)
    stays = [book(house, night)[1] for night in (FRIDAY, SATURDAY, FRIDAY)]
    promise_room(stays[0], one)
    promise_room(stays[1], two)
    held = booking.start_checkout(basket(house, "snug"))
    with pytest.raises(InTheWay):
        promise_room(stays[2], three)
    booking.abandon_checkout(held.checkout_id)
    promise_room(stays[2], three)
    sound()


def test_doors_that_are_closed_one_after_the_other_count_too(house: House) -> None:
    for door, night in zip(doors(house), (FRIDAY, SATURDAY, FRIDAY), strict=True):
        reason = "Painted"
        close = (house.resources["snug"], night, night + timedelta(days=1), 1, reason)
        transaction(lambda close=close, door=door: inventory.close(*close, room_id=door))
    with pytest.raises(NoOneRoom):
        booking.start_checkout(basket(house, "snug"))
    booking.start_checkout(basket(house, "snug", stay=Stay.of(FRIDAY, 1)))


def test_the_one_door_without_steps_is_sold_once_to_those_who_need_it(house: House) -> None:
    one, two, _ = doors(house, "garden")
    for room in (one, two):
        transaction(
            lambda room=room: db.session.execute(text("UPDATE room SET step_free = FALSE WHERE id = :r"), {"r": room})
        )
    needing = basket(house, "garden", party=Party(2, needs=frozenset({"step-free"})))
    booking.start_checkout(needing)
    with pytest.raises(NoOneRoom):
        booking.start_checkout(needing)
    booking.start_checkout(basket(house, "garden"))
