"""Some close rooms with moves into the last room of another type, others book it: one has it, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.rooms.errors import DoorTaken, MoreThanThere
from app.booking.rooms.operations import ClosureWish, close_rooms, lift_closure
from app.booking.rooms.operations.closing import Lacking, MovesNeeded
from app.catalogue.queries import catalogue
from app.inventory import SoldOut
from app.inventory import operations as inventory
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

SUNDAY = FRIDAY + timedelta(days=2)


def look_and_take(meet: Meet, mine: str) -> bool:
    """Looks whether the room is taken, and takes it, with nothing locked."""
    with stock.in_the_open() as execute:
        taken = execute("SELECT COUNT(*) FROM control")
        meet()
        if not taken:
            execute(f"INSERT INTO control VALUES ('{mine}')")
        return not taken


def test_without_our_guards_many_have_it(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (what VARCHAR(10))")))
    assert sum(sixteen(look_and_take, [("moved" if number % 2 else "sold",) for number in range(CLIENTS)])) > 1


def close_or_book(meet: Meet, plan: str) -> str:
    """What was done: with a plan the room is closed with its moves, without one the last garden room is held."""
    house = found()
    wish = ClosureWish(house.resources["snug"], FRIDAY, SUNDAY, 1, "Floors")
    meet()
    try:
        if plan:
            close_rooms(catalogue().by_id[house.id], wish, by=1, plan=plan)
        else:
            booking.start_checkout(basket(house, "garden"))
    except (MovesNeeded, Lacking, MoreThanThere, DoorTaken, SoldOut):
        return ""
    return "moved" if plan else "sold"


def test_the_last_room_is_moved_into_or_sold_never_both(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    house = found()
    whole = catalogue().by_id[house.id]
    for slug, rooms in (("snug", 2), ("garden", 2), ("shepherds-hut", 1)):
        transaction(
            lambda slug=slug, rooms=rooms: inventory.close(house.resources[slug], FRIDAY, SUNDAY, rooms, "Painted")
        )
    for _ in range(count(1, 8)):
        mine = placed(basket(house, "snug", stay=Stay.of(FRIDAY, 2))).booking_id
        wish = ClosureWish(house.resources["snug"], FRIDAY, SUNDAY, 1, "Floors")
        with pytest.raises(MovesNeeded) as needed:
            close_rooms(whole, wish, by=1)
        plans = [(needed.value.plan,), ("",)] * (CLIENTS // 2)
        done = [answer for answer in sixteen(close_or_book, plans) if answer]
        assert len(done) == 1, done
        moved = stock.rows("SELECT COUNT(*) FROM moved_night")
        closed = stock.rows("SELECT id FROM closure WHERE reason = 'Floors'")
        assert (moved, len(closed)) == ([(2,)], 1) if done == ["moved"] else ([(0,)], 0)
        for (closure_id,) in closed:
            lift_closure(whole, int(str(closure_id)), by=1)
        for (checkout_id,) in stock.rows("SELECT id FROM checkout WHERE state = 'open'"):
            booking.abandon_checkout(int(str(checkout_id)))
        booking.cancel_booking(mine)
