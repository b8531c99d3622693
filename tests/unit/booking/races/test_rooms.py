"""One door, sixteen who want it at the same instant: one has it, the others are told who."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.booking.queries import booking_of
from app.booking.rooms.errors import CannotMove, DoorTaken, StaleMove
from app.booking.rooms.operations import Wish, move_stay
from app.booking.rooms.operations.standing import found_stay
from app.inventory import operations
from app.inventory.errors import RoomTaken
from app.inventory.packing.queries import doors_of
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
ROUNDS = 3


def move_unguarded(meet: Meet, stay_id: int) -> bool:
    """Looks whether the door is free and takes it, with neither transaction nor key."""
    with stock.in_the_open() as execute:
        given = execute("SELECT COUNT(*) FROM control")
        meet()
        if not given:
            execute(f"INSERT INTO control VALUES (1, {stay_id})")
        return not given


def test_without_our_guards_many_get_the_same_door(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (room_id INTEGER, stay_id INTEGER)")))
    assert sum(sixteen(move_unguarded, [(number,) for number in range(CLIENTS)])) > 1


def move(meet: Meet, stay_id: int, room_id: int, nights: list[date]) -> int:
    """Answers who has the door."""
    meet()
    try:
        transaction(lambda: operations.give_room(stay_id, room_id, nights))
    except RoomTaken as refusal:
        return refusal.stay_id
    return stay_id


def test_one_has_the_door_and_nobody_is_half_moved(sixteen: Sixteen) -> None:
    one, two, _ = (door.id for door in doors_of([found().room_types["snug"]]))
    for turn in range(ROUNDS):
        stays = [turn * 100 + number for number in range(1, CLIENTS + 1)]
        nights = [FRIDAY + timedelta(days=2 * turn + day) for day in range(2)]
        transaction(lambda nights=nights, own=stays[0]: operations.give_room(own, two, nights))  # type: ignore[misc]
        winners = set(sixteen(move, [(stay, one, nights) for stay in stays]))
        assert len(winners) == 1
        (winner,) = winners
        kept = {(one, winner, 2)} | ({(two, stays[0], 2)} if winner != stays[0] else set())
        given = "SELECT room_id, stay_id, COUNT(*) FROM room_night WHERE stay_id > :t AND stay_id < :u GROUP BY 1, 2"
        assert set(stock.rows(given, t=turn * 100, u=turn * 100 + 99)) == kept


def test_two_who_change_places_crosswise_do_not_lock_each_other_out(sixteen: Sixteen) -> None:
    one, two, three = (door.id for door in doors_of([found().room_types["snug"]]))
    wants = [(number, one if number % 2 else two, [FRIDAY, SATURDAY]) for number in range(1, CLIENTS + 1)]
    assert len(set(sixteen(move, wants))) == 2
    assert stock.rows("SELECT COUNT(*) FROM room_night WHERE room_id <> :three", three=three) == [(4,)]


def move_seen(meet: Meet, stay_id: int, room_id: int, seen: str) -> bool:
    """Moves the stay as one form saw it; whether that was done."""
    meet()
    try:
        move_stay(stay_id, Wish(room_id, FRIDAY, seen), by=None)
    except (StaleMove, CannotMove, DoorTaken):
        return False
    return True


def test_of_those_who_move_the_same_stay_at_once_one_does(sixteen: Sixteen) -> None:
    _, two, three = (door.id for door in doors_of([found().room_types["snug"]]))
    done = booking_of(placed(basket(found(), "snug")).booking_id)
    assert done is not None
    stay_id = done.live[0].id
    one = found_stay(stay_id)
    seen = one.standing.seen(one.booking.revision)
    answers = sixteen(move_seen, [(stay_id, two if number % 2 else three, seen) for number in range(CLIENTS)])
    assert sum(answers) == 1
    given = stock.rows("SELECT COUNT(*), COUNT(DISTINCT room_id) FROM room_night WHERE stay_id = :s", s=stay_id)
    assert given == [(2, 1)]
    assert stock.rows("SELECT COUNT(*) FROM journal WHERE action = 'moved'") == [(1,)]
