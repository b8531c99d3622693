"""How many there are from a day on: closures count, what is taken is never taken away, and nobody is overlooked."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from app.inventory import operations as inventory
from app.inventory.errors import SoldOut
from app.inventory.rules import for_night
from app.store import db, transaction
from tests.builders import FRIDAY, TODAY, location, room_type
from tests.stock import counter, faults

SATURDAY = FRIDAY + timedelta(days=1)


@pytest.fixture
def snug(app: Flask) -> int:
    house = location()
    room_type(house, "snug", 3)
    return house.resources["snug"]


def recount(resource: int, whole: int, first: date = TODAY) -> inventory.Recount:
    return transaction(lambda: inventory.recount(resource, whole, first))


def take(resource: int, count: int, owner: int = 1) -> None:
    transaction(lambda: inventory.claim("booking", owner, [for_night(resource, FRIDAY, count)], expires_at=None))


def test_more_are_on_sale_from_the_day_on_and_not_before(snug: int) -> None:
    done = recount(snug, 5, FRIDAY)
    assert done.freed[0] == FRIDAY
    assert done.lacking == ()
    assert counter(snug, FRIDAY - timedelta(days=1)) == (3, 0, 0)
    assert counter(snug, FRIDAY) == (5, 0, 0)


def test_closures_count(snug: int) -> None:
    transaction(lambda: inventory.close(snug, FRIDAY, SATURDAY, 2, "Painting"))
    recount(snug, 4)
    assert counter(snug, FRIDAY) == (2, 0, 0)
    assert counter(snug, SATURDAY) == (4, 0, 0)


def test_what_is_taken_stays_and_the_night_is_named(snug: int) -> None:
    take(snug, 3)
    assert recount(snug, 2).lacking == (FRIDAY,)
    assert counter(snug, FRIDAY) == (3, 3, 1)
    assert faults() == {}


def test_a_lack_that_was_there_before_is_not_named_again(snug: int) -> None:
    take(snug, 3)
    recount(snug, 2)
    assert recount(snug, 2).lacking == ()


def test_what_has_no_nights_has_nothing_to_recount(app: Flask) -> None:
    house = location()
    kind = room_type(house, "loft", 1)
    other = transaction(lambda: inventory.resource_of(house.id, room_type_id=kind))
    assert other == house.resources["loft"]
    assert recount(other, 1, date(2040, 1, 1)) == inventory.Recount((), ())


def test_a_claim_and_a_recount_at_once_never_both_win(app: Flask, snug: int) -> None:
    recount(snug, 1)
    won: list[str] = []
    together = Barrier(2)

    def claiming() -> None:
        with app.app_context():
            together.wait()
            try:
                take(snug, 1)
                won.append("claim")
            except SoldOut:
                pass

    def emptying() -> None:
        with app.app_context():
            together.wait()

            def work() -> None:
                inventory.recount(snug, 0, TODAY)
                if inventory.last_taken_night(snug, TODAY) is not None:
                    raise LookupError

            try:
                transaction(work)
                won.append("empty")
            except LookupError:
                pass

    db.session.rollback()
    threads = [Thread(target=claiming), Thread(target=emptying)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert faults() == {}
