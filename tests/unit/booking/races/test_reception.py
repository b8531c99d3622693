"""Several desks check the same guests in and out at the same instant: one does, the others are told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from app.booking.errors import Stale
from app.booking.people.rules import Entry
from app.booking.reception.operations import Taken, receive, see_off
from app.booking.reception.standing import standing_of
from app.inventory.operations import give_room
from app.inventory.packing.queries import doors_of
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]
REGISTER = {(0, 1): Entry("Anna Whitlock", "GB"), (0, 2): Entry("Tom Whitlock", "GB")}
CASH = Taken("cash")


def look_and_check_in(meet: Meet, number: int) -> bool:
    """Looks whether they are to come and checks them in, with neither transaction nor condition."""
    with stock.in_the_open() as execute:
        there = execute("SELECT COUNT(*) FROM control")
        meet()
        if not there:
            execute(f"INSERT INTO control VALUES ({number})")
        return not there


def check_in(meet: Meet, booking_id: int, room_id: int, as_seen: str, by: int) -> bool:
    meet()
    try:
        receive(booking_id, [0], register=REGISTER, doors={0: room_id}, taken=CASH, unready="", as_seen=as_seen, by=by)
    except Stale:
        return False
    return True


def check_out(meet: Meet, booking_id: int, as_seen: str, by: int) -> bool:
    meet()
    try:
        see_off(booking_id, [0], taken=CASH, as_seen=as_seen, by=by)
    except Stale:
        return False
    return True


def booked(first: date = TODAY) -> tuple[int, int]:
    """(id of a booking, id of the door that it has)."""
    booking_id = placed(basket(found(), "garden", stay=Stay.of(first, 2))).booking_id
    own = standing_of(booking_id).stays[0]
    door = doors_of([found().room_types["garden"]])[0].id
    transaction(lambda: give_room(own.placed.id, door, list(own.placed.chosen.stay)))
    return booking_id, door


def as_seen(booking_id: int) -> str:
    db.session.rollback()
    return standing_of(booking_id).as_seen


def test_without_our_guards_many_check_them_in(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (number INTEGER)")))
    assert sum(sixteen(look_and_check_in, [(number,) for number in range(CLIENTS)])) > 1


def test_one_checks_them_in_and_one_takes_the_money(sixteen: Sixteen) -> None:
    booking_id, door = booked()
    seen = as_seen(booking_id)
    assert sum(sixteen(check_in, [(booking_id, door, seen, number) for number in range(1, CLIENTS + 1)])) == 1
    assert stock.rows("SELECT COUNT(*), SUM(amount_minor) FROM folio_line WHERE kind = 'payment'") == [(1, -30000)]
    assert stock.rows("SELECT COUNT(*) FROM journal WHERE action = 'checked_in'") == [(1,)]
    seen = as_seen(booking_id)
    assert sum(sixteen(check_out, [(booking_id, seen, number) for number in range(1, CLIENTS + 1)])) == 1
    assert stock.rows("SELECT COUNT(*) FROM journal WHERE action = 'checked_out'") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM folio_document WHERE kind = 'invoice'") == [(1,)]
