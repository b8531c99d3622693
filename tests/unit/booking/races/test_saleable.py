"""Some promise the last door for both nights away while others sell it: one of them is told, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.queries import booking_of
from app.booking.rooms.errors import InTheWay, NoOneRoom
from app.booking.rooms.operations import promise_room
from app.inventory import SoldOut
from app.inventory.packing.queries import doors_of
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

SATURDAY = FRIDAY + timedelta(days=1)


def look_and_take(meet: Meet, mine: str, theirs: str) -> bool:
    """Looks whether the others have taken theirs, and takes its own, with nothing locked."""
    with stock.in_the_open() as execute:
        taken = execute(f"SELECT COUNT(*) FROM control WHERE what = '{theirs}'")
        meet()
        if not taken:
            execute(f"INSERT INTO control VALUES ('{mine}')")
        return not taken


def test_without_our_guards_both_have_it(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (what VARCHAR(10))")))
    sides = [("promise", "sale"), ("sale", "promise")]
    answers = sixteen(look_and_take, [sides[number % 2] for number in range(CLIENTS)])
    assert any(answers[::2])
    assert any(answers[1::2])


def promise_or_sell(meet: Meet, stay_id: int, room_id: int) -> str:
    """What of the two was done; with a stay it is promised the door, without one both nights are held."""
    meet()
    try:
        if stay_id:
            promise_room(stay_id, room_id)
        else:
            booking.start_checkout(basket(found(), "snug", stay=Stay.of(FRIDAY, 2)))
    except (InTheWay, NoOneRoom, SoldOut):
        return ""
    return "promise" if stay_id else "sale"


def test_a_door_is_promised_or_sold_never_both(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    house = found()
    one, two, three = (door.id for door in doors_of([house.room_types["snug"]]))
    stays = []
    for night in (FRIDAY, SATURDAY, FRIDAY):
        done = booking_of(placed(basket(house, "snug", stay=Stay.of(night, 1))).booking_id)
        assert done is not None
        stays.append(done.live[0].id)
    promise_room(stays[0], one)
    promise_room(stays[1], two)
    for _ in range(count(1, 10)):
        wants = [(stays[2], three), (0, 0)] * (CLIENTS // 2)
        done_by = {answer for answer in sixteen(promise_or_sell, wants) if answer}
        assert len(done_by) == 1, done_by
        promise_room(stays[2], None)
        for (checkout_id,) in stock.rows("SELECT id FROM checkout WHERE state = 'open'"):
            booking.abandon_checkout(int(str(checkout_id)))
