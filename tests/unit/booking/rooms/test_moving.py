"""Moving a stay: doors, claims and price together, or nothing; and back again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.errors import PriceChanged
from app.booking.queries import booking_of
from app.booking.rooms.errors import CannotMove, ConsentNeeded, DoorTaken, PriceToDecide, StaleMove
from app.booking.rooms.operations import Wish, give_room, move_stay, pack_rooms, undo_move
from app.booking.rooms.operations.moving import undoable
from app.booking.rooms.operations.standing import found_stay
from app.insight import verify
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, House, prices_changed
from tests.cards import placed
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)
DEAR = 20000
BY = None


@pytest.fixture
def house(app: Flask) -> House:
    """Garden rooms cost 200 pounds, snugs 150."""
    made = found()
    dearer = "UPDATE rate SET amount_minor = :dear WHERE room_type_id = :garden"

    transaction(lambda: db.session.execute(text(dearer), {"dear": DEAR, "garden": made.room_types["garden"]}))

    prices_changed(made)
    return made


def doors(house: House, slug: str) -> list[int]:
    return [door.id for door in doors_of([house.room_types[slug]])]


def stay_of(booking_id: int) -> int:
    placed_booking = booking_of(booking_id)
    assert placed_booking is not None
    return placed_booking.live[0].id


def book(house: House, stay: Stay = WEEKEND, room_type: str = "snug", **more: object) -> tuple[int, int]:
    booking_id = placed(basket(house, room_type, stay=stay, **more)).booking_id  # type: ignore[arg-type]
    return booking_id, stay_of(booking_id)


def seen(stay_id: int) -> str:
    one = found_stay(stay_id)
    return one.standing.seen(one.booking.revision)


def wish(stay_id: int, room_id: int, from_on: date = FRIDAY, **more: object) -> Wish:
    return Wish(room_id, from_on, seen(stay_id), **more)  # type: ignore[arg-type]


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def taken(house: House, slug: str) -> list[int]:
    return [stock.counter(house.resources[slug], night)[1] for night in WEEKEND]


def test_within_its_room_type_only_the_door_changes(house: House) -> None:
    one, two, _ = doors(house, "snug")
    _, stay_id = book(house)
    pack_rooms(house.room_types["snug"], TODAY, SUNDAY)
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: one, SATURDAY: one}

    assert move_stay(stay_id, wish(stay_id, two), by=BY).price == "same"
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: two, SATURDAY: two}
    assert taken(house, "snug") == [1, 1]
    sound()


def test_whoever_has_the_door_is_named_and_nothing_moves(house: House) -> None:
    one, two, _ = doors(house, "snug")
    (_, mine), (_, theirs) = book(house), book(house)
    transaction(lambda: give_room(mine, one, list(WEEKEND)))
    transaction(lambda: give_room(theirs, two, list(WEEKEND)))
    with pytest.raises(DoorTaken, match=r"has snug 2 on Friday 5 March\. Nothing was moved\."):
        move_stay(mine, wish(mine, two), by=BY)
    assert rooms_of([mine])[mine] == {FRIDAY: one, SATURDAY: one}
    sound()


def test_another_room_type_takes_the_claim_along_and_keeps_the_price_if_wanted(house: House) -> None:
    garden = doors(house, "garden")[0]
    booking_id, stay_id = book(house)
    with pytest.raises(PriceToDecide) as asked:
        move_stay(stay_id, wish(stay_id, garden), by=BY)
    assert (asked.value.before_minor, asked.value.after_minor) == (30000, 40000)
    assert (taken(house, "snug"), taken(house, "garden")) == ([1, 1], [0, 0])

    assert move_stay(stay_id, wish(stay_id, garden, price="keep"), by=BY).price == "kept"
    assert (taken(house, "snug"), taken(house, "garden")) == ([0, 0], [1, 1])
    after = booking_of(booking_id)
    assert after is not None
    assert after.quote.total_minor == 30000
    sound()

    wanted = basket(house, "snug", stay=Stay.of(FRIDAY, 3), extras={"flowers": 1})
    offer = price_amendment(booking_id, wanted)
    booking.amend_booking(booking_id, wanted, seen_minor=offer.total_minor, seen_revision=offer.revision)
    assert (taken(house, "snug"), taken(house, "garden")) == ([0, 0], [1, 1]), "the nights that were moved stay there"
    assert stock.counter(house.resources["snug"], SUNDAY)[1] == 1
    sound()
    booking.cancel_booking(booking_id)
    assert (taken(house, "snug"), taken(house, "garden")) == ([0, 0], [0, 0])
    sound()


def test_the_new_price_is_charged_once_somebody_says_so(house: House) -> None:
    garden = doors(house, "garden")[0]
    booking_id, stay_id = book(house)
    with pytest.raises(PriceChanged):
        move_stay(stay_id, wish(stay_id, garden, price="charge", offered_minor=39900), by=BY)
    done = move_stay(stay_id, wish(stay_id, garden, price="charge", offered_minor=40000), by=BY)
    assert done.price == "charged"
    after = booking_of(booking_id)
    assert after is not None
    assert (after.quote.total_minor, after.due_minor) == (40000, 40000)
    assert after.chosen.room_type_id == house.room_types["garden"]
    sound()

    entry = undoable(found_stay(stay_id))
    assert entry is not None
    undo_move(stay_id, entry, by=BY)
    back = booking_of(booking_id)
    assert back is not None
    assert (back.quote.total_minor, back.due_minor, back.chosen.room_type_id) == (
        30000,
        30000,
        house.room_types["snug"],
    )
    assert rooms_of([stay_id]) == {}
    assert (taken(house, "snug"), taken(house, "garden")) == ([1, 1], [0, 0])
    sound()
    assert undoable(found_stay(stay_id)) is None
    with pytest.raises(CannotMove):
        undo_move(stay_id, entry, by=BY)


def test_two_rooms_in_one_stay_need_somebody_who_agreed(house: House) -> None:
    one, two, _ = doors(house, "snug")
    garden = doors(house, "garden")[0]
    booking_id, stay_id = book(house)
    transaction(lambda: give_room(stay_id, one, list(WEEKEND)))
    with pytest.raises(ConsentNeeded):
        move_stay(stay_id, wish(stay_id, two, SATURDAY), by=BY)
    with pytest.raises(PriceToDecide) as asked:
        move_stay(stay_id, wish(stay_id, garden, SATURDAY, agreed_by="Ada Quick"), by=BY)
    assert (asked.value.before_minor, asked.value.after_minor) == (30000, 35000)
    move_stay(
        stay_id, wish(stay_id, garden, SATURDAY, agreed_by="Ada Quick", price="charge", offered_minor=35000), by=BY
    )
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: one, SATURDAY: garden}
    assert (taken(house, "snug"), taken(house, "garden")) == ([1, 0], [0, 1])
    personal = stock.rows("SELECT field, after FROM journal_personal")
    assert ("agreed_by", "Ada Quick") in personal
    sound()
    pack_rooms(house.room_types["snug"], TODAY, SUNDAY)
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: one, SATURDAY: garden}, "the packer leaves a split alone"
    entry = undoable(found_stay(stay_id))
    assert entry is not None
    undo_move(stay_id, entry, by=BY)
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: one, SATURDAY: one}
    sound()
    assert booking_of(booking_id) is not None


def test_a_form_that_saw_another_door_is_refused_with_both(house: House) -> None:
    one, two, three = doors(house, "snug")
    _, stay_id = book(house)
    transaction(lambda: give_room(stay_id, one, list(WEEKEND)))
    old = wish(stay_id, three)
    move_stay(stay_id, wish(stay_id, two), by=BY)
    with pytest.raises(StaleMove) as refusal:
        move_stay(stay_id, old, by=BY)
    assert refusal.value.saw == "snug 1, Fri 5 to Sun 7 March"
    assert refusal.value.stands == "snug 2, Fri 5 to Sun 7 March"
    assert rooms_of([stay_id])[stay_id] == {FRIDAY: two, SATURDAY: two}


def test_a_room_type_that_is_sold_out_takes_nobody_more(house: House) -> None:
    hut = doors(house, "shepherds-hut")[0]
    book(house, Stay.of(SATURDAY, 1), "shepherds-hut")
    _, stay_id = book(house)
    with pytest.raises(DoorTaken, match="Shepherds hut is sold out on Saturday 6 March"):
        move_stay(stay_id, wish(stay_id, hut, price="keep"), by=BY)
    assert taken(house, "snug") == [1, 1]
    assert rooms_of([stay_id]) == {}
    for _ in doors(house, "garden"):
        book(house, Stay.of(SATURDAY, 1), "garden")
    with pytest.raises(DoorTaken, match="Garden is sold out"):
        move_stay(stay_id, wish(stay_id, doors(house, "garden")[0]), by=BY)
    sound()


def test_a_closed_door_a_past_night_and_a_small_room_are_refused(house: House) -> None:
    one, two, _ = doors(house, "snug")
    _, stay_id = book(house)
    transaction(lambda: inventory.close(house.resources["snug"], FRIDAY, SATURDAY, 1, "a leak", room_id=two))
    with pytest.raises(Exception, match="closed on Friday 5 March: a leak"):
        move_stay(stay_id, wish(stay_id, two), by=BY)
    with pytest.raises(CannotMove, match="Choose a night from"):
        move_stay(stay_id, wish(stay_id, one, SUNDAY), by=BY)
    with pytest.raises(CannotMove, match="no such room"):
        move_stay(stay_id, wish(stay_id, 10**9), by=BY)
    assert rooms_of([stay_id]) == {}
