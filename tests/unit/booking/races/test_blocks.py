"""Sixteen desks want the last room of a block at the same instant: one has it, on either engine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.blocks import NewBlock, hold_block, pick_up, release_block
from app.booking.blocks.errors import BlockOver, NotInBlock
from app.booking.errors import CannotBeSold
from app.booking.rules import Details
from app.inventory import SoldOut
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]
NIGHTS = Stay.of(FRIDAY, 2)


def block(rooms: int) -> int:
    house = found()
    given = NewBlock(
        house.id,
        "Walkers",
        NIGHTS,
        FRIDAY - timedelta(days=1),
        house.plans["flexible"],
        {house.room_types["snug"]: rooms},
    )
    return hold_block(given, by=1)


def pick(meet: Meet, block_id: int, number: int) -> str:
    details = Details(f"Walker {number}")
    meet()
    try:
        return pick_up(block_id, found().room_types["snug"], NIGHTS, Party(1), details, by=1).reference
    except NotInBlock:
        return "none left"


@pytest.mark.parametrize("rooms", [1, 2])
def test_the_last_rooms_of_a_block_are_picked_up_once_each(sixteen: Sixteen, rooms: int) -> None:
    block_id = block(rooms)
    answers = sixteen(pick, [(block_id, number) for number in range(CLIENTS)])
    assert answers.count("none left") == CLIENTS - rooms
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(rooms,)]
    assert stock.rows("SELECT COUNT(*) FROM claim WHERE owner = 'block'") == [(0,)]
    assert stock.counter(found().resources["snug"], FRIDAY)[1] == rooms, "no counter has moved"
    assert not stock.faults()


def pick_or_release(meet: Meet, block_id: int, number: int) -> str:
    """Some pick up, one gives back, others want an ordinary room."""
    house = found()
    meet()
    try:
        if number == 0:
            return str(release_block(block_id, by=1))
        if number % 2:
            return pick_up(block_id, house.room_types["snug"], NIGHTS, Party(1), Details("Ida"), by=1).reference
        return str(booking.start_checkout(basket(house, "snug")).checkout_id)
    except (NotInBlock, BlockOver, SoldOut, CannotBeSold) as refused:
        return type(refused).__name__


def test_picking_up_giving_back_and_selling_at_once_leave_everything_sound(sixteen: Sixteen) -> None:
    block_id = block(3)
    sixteen(pick_or_release, [(block_id, number) for number in range(CLIENTS)])
    assert stock.rows("SELECT COUNT(*) FROM claim WHERE owner = 'block'") == [(0,)]
    assert stock.counter(found().resources["snug"], FRIDAY)[1] <= 3
    assert not stock.faults()


def pick_unguarded(meet: Meet) -> bool:
    """Reads what is left, waits for all others to have read, writes: no transaction, no guard in the WHERE."""
    with stock.in_the_open() as execute:
        left = execute("SELECT rooms FROM control")
        meet()
        if left > 0:
            execute("UPDATE control SET rooms = rooms - 1")
        return left > 0


def test_without_our_guards_the_last_room_is_picked_up_more_than_once(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (rooms INTEGER)")))
    transaction(lambda: db.session.execute(text("INSERT INTO control VALUES (1)")))
    assert sum(sixteen(pick_unguarded, [()] * CLIENTS)) > 1
    ((left,),) = stock.rows("SELECT rooms FROM control")
    assert int(str(left)) < 0
