"""Rooms are closed while others book them: never is more promised than there are, and nobody loses what they hold."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.capacity import close_room
from app.catalogue.errors import InTheWay
from app.catalogue.queries import catalogue
from app.insight import verify
from app.inventory import SoldOut
from app.inventory.packing.queries import doors_of
from app.store import db, transaction
from tests import stock
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen, bunks

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

ROOMS, HALF = 10, CLIENTS // 2


def unguarded(meet: Meet, closes: bool) -> None:
    """Looks whether a room is free, and sells or closes it, with neither transaction nor check."""
    with stock.in_the_open() as execute:
        left = execute("SELECT sellable - taken FROM control")
        meet()
        if left > 0:
            column = "sellable = sellable - 1" if closes else "taken = taken + 1"
            execute(f"UPDATE control SET {column}")


def test_without_our_guards_more_is_sold_than_there_is(sixteen: Sixteen) -> None:
    def work() -> None:
        db.session.execute(text("CREATE TABLE control (sellable INTEGER, taken INTEGER)"))
        db.session.execute(text(f"INSERT INTO control VALUES ({ROOMS}, 0)"))

    transaction(work)
    sixteen(unguarded, [(number < HALF,) for number in range(CLIENTS)])
    sellable, taken = stock.rows("SELECT sellable, taken FROM control")[0]
    assert taken > sellable  # type: ignore[operator]


def book_or_close(meet: Meet, room_id: int | None) -> str:
    own = found()
    meet()
    try:
        if room_id is None:
            started = booking.start_checkout(basket(own, "bunk"))
            return "booked" if started.checkout_id else ""
        house = catalogue().by_id[own.id]
        room_type = next(each for each in house.room_types if each.slug == "bunk")
        close_room(house, room_type, room_id, by=None)
    except (SoldOut, InTheWay):
        return "told"
    return "closed"


def test_who_closes_and_who_books_never_pass_each_other(sixteen: Sixteen) -> None:
    bunks(ROOMS)
    house = found()
    doors = [door.id for door in doors_of([house.room_types["bunk"]])]
    wants = [(doors[number],) if number < HALF else (None,) for number in range(CLIENTS)]
    answers = sixteen(book_or_close, [wants[number // 2 + HALF * (number % 2)] for number in range(CLIENTS)])
    booked, closed = answers.count("booked"), answers.count("closed")
    assert booked + closed == ROOMS
    assert answers.count("told") == CLIENTS - ROOMS
    level = "SELECT sellable, taken, short FROM allotment WHERE resource_id = :r AND night = :n"
    assert stock.rows(level, r=house.resources["bunk"], n=str(FRIDAY)) == [(ROOMS - closed, booked, 0)]
    assert not stock.faults()
    db.session.rollback()
    assert [one.detail for one in verify.run() if not one.ok and one.name in ("sellable", "counters", "oversold")] == []
