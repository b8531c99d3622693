"""Rooms kept for a group: held, picked up, given back, and never sold twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.blocks import NewBlock, block_of, hold_block, pick_up, picked_up, release_block, shrink_block
from app.booking.blocks.errors import BlockOver, NotInBlock
from app.booking.errors import CannotBeSold, PriceChanged, Stale
from app.booking.rules import Details
from app.insight import verify
from app.inventory import SoldOut
from app.kernel.errors import Invalid
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from app.worker.blocks import release_blocks
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.cards import balance, taken
from tests.cast import found

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
WEDDING = Stay.of(FRIDAY, 2)
IDA = Details("Ida Holt", "ida@example.org")
TWO, FIVE = Party(2), Party(5)


def kept(count: int = 2, **more: Any) -> int:
    """A block of snugs over the weekend, at the flexible rate unless amounts are given."""
    house = found()
    given: dict[str, Any] = {
        "location_id": house.id,
        "name": "Holt wedding",
        "stay": WEDDING,
        "cut_off_on": FRIDAY - timedelta(days=2),
        "rate_plan_id": house.plans["flexible"],
        "rooms": {house.room_types["snug"]: count},
    }
    return hold_block(NewBlock(**(given | more)), by=1)


def picked(block_id: int, stay: Stay = WEDDING, party: Party = TWO, **more: Any) -> Any:
    return pick_up(block_id, found().room_types["snug"], stay, party, IDA, by=1, **more)


def left(block_id: int) -> tuple[int, int, int]:
    """(picked up, left on the fullest night, left on the emptiest)."""
    block = block_of(found().id, block_id)
    assert block
    (rooms,) = block.rooms
    return rooms.picked_up, rooms.left, rooms.left_most


def sound() -> None:
    assert not stock.faults()
    assert [result for result in verify.run() if not result.ok and result.name != "nights_open"] == []


def test_a_block_takes_its_rooms_off_sale() -> None:
    block_id = kept(3)
    assert taken("snug", FRIDAY) == 3
    with pytest.raises(SoldOut):
        booking.start_checkout(basket(found(), "snug"))
    assert left(block_id) == (0, 3, 3)
    sound()


def test_it_is_held_whole_or_not_at_all() -> None:
    house = found()
    with pytest.raises(SoldOut):
        kept(rooms={house.room_types["snug"]: 2, house.room_types["garden"]: 4})
    assert taken("snug", FRIDAY) == 0
    assert stock.rows("SELECT COUNT(*) FROM group_block") == [(0,)]


def test_a_pick_up_moves_a_claim_and_no_counter() -> None:
    block_id = kept(2)
    placed = picked(block_id)
    assert taken("snug", FRIDAY) == 2
    assert left(block_id) == (1, 1, 1)
    assert stock.rows("SELECT source, channel, block_id FROM booking") == [("block", "Holt wedding", block_id)]
    assert [one.reference for one in picked_up(block_id)] == [placed.reference]
    assert stock.rows("SELECT action FROM journal WHERE subject = 'block' ORDER BY id") == [
        ("block_held",), ("block_picked_up",),
    ]  # fmt: skip
    assert stock.rows("SELECT kind FROM message") == [("booked",)]
    sound()


def test_a_night_of_it_leaves_the_other() -> None:
    block_id = kept(1)
    picked(block_id, Stay.of(FRIDAY, 1))
    assert left(block_id) == (1, 0, 1)
    with pytest.raises(NotInBlock, match="Friday 5 March"):
        picked(block_id)
    picked(block_id, Stay.of(FRIDAY + timedelta(days=1), 1))
    assert left(block_id) == (2, 0, 0)
    sound()


def test_what_is_not_in_the_block_is_not_picked_up() -> None:
    block_id = kept(1)
    with pytest.raises(NotInBlock):
        picked(block_id, Stay.of(FRIDAY, 3))
    with pytest.raises(NotInBlock):
        pick_up(block_id, found().room_types["garden"], WEDDING, Party(2), IDA, by=1)
    with pytest.raises(CannotBeSold):
        picked(block_id, stay=Stay.of(date(2030, 1, 1), 1))
    with pytest.raises(CannotBeSold):
        picked(block_id, party=FIVE)
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(0,)]
    assert left(block_id) == (0, 1, 1)
    sound()


def test_an_agreed_price_is_a_plan_of_its_own() -> None:
    house = found()
    block_id = kept(2, amounts={house.room_types["snug"]: 12300})
    placed = picked(block_id, seen_minor=24600)
    assert balance(placed.booking_id) == 24600
    with pytest.raises(PriceChanged):
        picked(block_id, seen_minor=24500)
    block = block_of(house.id, block_id)
    assert block
    house.plans["theirs"] = block.rate_plan_id
    with pytest.raises(CannotBeSold):
        booking.start_checkout(basket(house, "snug", "theirs"))
    sound()


def test_a_price_for_some_rooms_only_is_refused() -> None:
    house = found()
    rooms = {house.room_types["snug"]: 1, house.room_types["garden"]: 1}
    for wrong in (
        {"rooms": rooms, "amounts": {house.room_types["snug"]: 1}},
        {"rooms": {}},
        {"cut_off_on": FRIDAY + timedelta(days=1)},
    ):
        with pytest.raises(Invalid):
            kept(1, **wrong)


def test_after_the_cut_off_day_what_is_left_is_on_sale(set_clock: Callable[[str], None]) -> None:
    block_id = kept(3)
    picked(block_id)
    set_clock("2027-03-03T23:59+00:00")
    assert release_blocks() == 0
    set_clock("2027-03-04T00:00+00:00")
    assert release_blocks() == 1
    assert release_blocks() == 0
    assert taken("snug", FRIDAY) == 1
    assert left(block_id) == (1, 0, 0)
    with pytest.raises(BlockOver):
        picked(block_id)
    assert stock.rows("SELECT actor FROM journal WHERE action = 'block_released'") == [("worker",)]
    sound()


def test_shrinking_gives_rooms_back_and_keeps_what_was_booked() -> None:
    block_id = kept(3)
    snug = found().room_types["snug"]
    picked(block_id)
    shrink_block(block_id, {snug: 1}, seen_version=1, by=1)
    assert left(block_id) == (1, 1, 1)
    assert taken("snug", FRIDAY) == 2
    with pytest.raises(Stale):
        shrink_block(block_id, {snug: 0}, seen_version=1, by=1)
    shrink_block(block_id, {snug: 9}, seen_version=2, by=1)
    assert left(block_id) == (1, 1, 1), "it never grows"
    assert release_block(block_id, by=1)
    assert not release_block(block_id, by=1)
    assert taken("snug", FRIDAY) == 1
    sound()


def test_a_cancelled_pick_up_goes_on_sale_and_not_back() -> None:
    block_id = kept(2)
    placed = picked(block_id)
    booking.cancel_booking(placed.booking_id)
    assert taken("snug", FRIDAY) == 1
    assert left(block_id) == (0, 1, 1)
    sound()


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        ("UPDATE group_block SET released_at = made_at", "claim_owners"),
        ("UPDATE block_rooms SET count = 1", "block_claims"),
        ("UPDATE booking SET block_id = NULL", "block_bookings"),
        ("UPDATE claim SET count = 2 WHERE owner = 'block'", "block_pick_ups"),
    ],
)
def test_verify_sees_what_is_wrong(harm: str, check: str) -> None:
    block_id = kept(3)
    picked(block_id)
    if check == "block_pick_ups":
        transaction(lambda: db.session.execute(text("UPDATE block_rooms SET count = 2")))
    transaction(lambda: db.session.execute(text(harm)))
    assert check in {result.name for result in verify.run() if not result.ok}


def test_today_may_be_the_cut_off_day() -> None:
    kept(1, stay=Stay.of(TODAY, 1), cut_off_on=TODAY)
    sound()
