"""Some rooms of a type are closed: who sleeps there goes into another type, at the price they have, or nobody does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.queries import booking_of
from app.booking.rooms.errors import InTheWay
from app.booking.rooms.operations import ClosureWish, close_rooms, promise_room, undo_move
from app.booking.rooms.operations.closing import Lacking, MovesNeeded
from app.booking.rooms.operations.moving import undoable
from app.booking.rooms.operations.standing import found_stay
from app.catalogue.queries import catalogue
from app.insight import verify
from app.inventory import operations as inventory
from app.inventory.packing.queries import doors_of, rooms_of
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY, House
from tests.cards import placed
from tests.cast import found

pytestmark = pytest.mark.houses(1)

SUNDAY = FRIDAY + timedelta(days=2)
WEEKEND = Stay.of(FRIDAY, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def book(house: House, stay: Stay = WEEKEND, **more: object) -> int:
    done = booking_of(placed(basket(house, "snug", stay=stay, **more)).booking_id)  # type: ignore[arg-type]
    assert done is not None
    return done.live[0].id


def close(house: House, count: int, plan: str = "") -> int:
    wish = ClosureWish(house.resources["snug"], FRIDAY, SUNDAY, count, "Floors")
    return close_rooms(catalogue().by_id[house.id], wish, by=1, plan=plan)


def asked(house: House, count: int) -> MovesNeeded:
    with pytest.raises(MovesNeeded) as needed:
        close(house, count)
    return needed.value


def elsewhere(house: House, slug: str) -> set[int]:
    return {door.id for door in doors_of([house.room_types[slug]])}


def sold_out(house: House, *slugs: str) -> None:
    for slug in slugs:
        transaction(lambda slug=slug: inventory.close(house.resources[slug], FRIDAY, SUNDAY, 3, "Painted"))


def sound() -> None:
    db.session.rollback()
    assert [result.detail for result in verify.run() if not result.ok] == []


def test_as_few_as_can_be_go_elsewhere_at_their_price_and_one_of_them_may_come_back(house: House) -> None:
    short, both, late = book(house, Stay.of(FRIDAY, 1)), book(house), book(house, Stay.of(FRIDAY, 4))
    quote = found_stay(short).booking.quote_id
    needed = asked(house, 1)
    assert [(move.stay_id, move.after) for move in needed.moves] == [(short, "garden 1 (Garden)")]
    assert "up to 1 too many, first on Friday 5 March." in str(needed)
    assert [stock.counter(house.resources["snug"], night) for night in WEEKEND] == [(3, 3, 0), (3, 2, 0)]
    close(house, 1, needed.plan)
    assert [stock.counter(house.resources["snug"], night) for night in WEEKEND] == [(2, 2, 0), (2, 2, 0)]
    assert set(rooms_of([short])[short].values()) <= elsewhere(house, "garden")
    assert found_stay(short).booking.quote_id == quote
    sound()
    needed = asked(house, 1)
    assert {move.stay_id for move in needed.moves} == {both}, "of the two who are left the one with fewer nights"
    close(house, 1, needed.plan)
    booking.cancel_booking(found_stay(late).booking.id)
    with pytest.raises(MovesNeeded, match="Nobody has to move any more; nothing is closed yet"):
        close(house, 1, needed.plan)
    entry = undoable(found_stay(short))
    assert entry is not None
    undo_move(short, entry, by=1)
    assert not rooms_of([short]), "no door was theirs before"
    sound()


def test_promised_rooms_needs_and_cheaper_rooms_are_heeded(house: House) -> None:
    kept = book(house)
    promise_room(kept, min(elsewhere(house, "snug")))
    needs = book(house, party=Party(2, cots=1))
    needed = asked(house, 2)
    assert [(move.stay_id, move.after) for move in needed.moves] == [(needs, "garden 1 (Garden)")]
    cheaper = text("UPDATE rate SET amount_minor = 9000 WHERE room_type_id = :garden")
    transaction(lambda: db.session.execute(cheaper, {"garden": house.room_types["garden"]}))
    with pytest.raises(Lacking, match="No other rooms of the house, as large and as dear, could take enough of them"):
        close(house, 2)
    assert stock.counter(house.resources["snug"], FRIDAY) == (3, 2, 0)
    sound()


def test_a_plan_that_no_longer_holds_is_shown_anew_and_nothing_is_half_done(house: House) -> None:
    for _ in range(2):
        book(house)
    needed = asked(house, 2)
    sold_out(house, "garden")
    with pytest.raises(MovesNeeded) as again:
        close(house, 2, needed.plan)
    assert [move.after for move in again.value.moves] == ["shepherds-hut 1 (Shepherds hut)"]
    assert stock.rows("SELECT COUNT(*) FROM moved_night") == [(0,)]
    close(house, 2, again.value.plan)
    assert stock.rows("SELECT COUNT(*), COUNT(DISTINCT stay_id) FROM moved_night") == [(2, 1)]
    for plan in ("1>", ";;", "x>y;99999999999999999999>z", "9>garden 1"):
        with pytest.raises((MovesNeeded, Lacking)):
            close(house, 1, plan)
    sound()


def test_a_door_is_freed_by_one_who_goes_elsewhere_at_their_price_and_the_rest_make_room(house: House) -> None:
    one = min(elsewhere(house, "snug"))
    kept, short, late = (
        book(house),
        book(house, Stay.of(FRIDAY, 1)),
        book(house, Stay.of(SUNDAY - timedelta(days=1), 1)),
    )
    promise_room(kept, one + 1)
    fourth = book(house, Stay.of(FRIDAY, 2))
    promise_room(fourth, one)
    quote = found_stay(short).booking.quote_id
    wish = ClosureWish(house.resources["snug"], FRIDAY, SUNDAY, 1, "Floors", one)
    with pytest.raises(InTheWay, match="Nothing was closed"):
        close_rooms(catalogue().by_id[house.id], wish, by=1)
    inventory_free(fourth)
    with pytest.raises(MovesNeeded) as needed:
        close_rooms(catalogue().by_id[house.id], wish, by=1)
    assert needed.value.elsewhere
    gone = {move.stay_id for move in needed.value.moves if "Garden" in move.after}
    assert kept not in gone
    close_rooms(catalogue().by_id[house.id], wish, by=1, plan=needed.value.plan)
    assert not any(one in rooms_of([stay_id]).get(stay_id, {}).values() for stay_id in (kept, short, late, fourth))
    assert found_stay(short).booking.quote_id == quote
    prices = stock.rows("SELECT facts FROM journal WHERE action = 'moved'")
    assert prices
    assert all("kept" in str(facts) for (facts,) in prices)
    sound()


def inventory_free(stay_id: int) -> None:
    transaction(lambda: inventory.unpromise([stay_id]))
