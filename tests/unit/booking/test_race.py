"""The last room goes to exactly one of sixteen who want it at once, on either engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from app.booking.operations import keep_details, place_booking, start_checkout
from app.booking.rules import Basket, ChosenStay
from app.config import Config
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction, write
from tests.builders import FRIDAY
from tests.cast import House, found
from tests.race import CLIENTS, Race

pytestmark = [pytest.mark.race, pytest.mark.houses(1)]
REFUSED = {"SoldOut", "CannotBeSold"}


def book_the_hut(number: int, _within: Barrier, house: House) -> str:
    """Two nights in the one shepherd's hut; each round three days later, so that rounds do not meet."""
    stay = Stay.of(FRIDAY + timedelta(days=number), 1)
    chosen = ChosenStay(house.room_types["shepherds-hut"], house.plans["flexible"], stay, Party())
    started = start_checkout(Basket(house.id, (chosen,), at_house=True))
    keep_details(started.checkout_id, {"name": "Ada Racer", "email": "ada@example.org"})
    return "booked" if place_booking(started.checkout_id, started.total_minor).new else "again"


def test_exactly_one_books_the_last_room(app: Flask, config: Config, count: Callable[[int, int], int]) -> None:
    rounds = count(5, 50)
    outcomes = Race(config, book_the_hut, found(), rounds).outcomes()
    for outcome in outcomes:
        assert len(outcome) == CLIENTS
        assert Counter(outcome)["booked"] == 1, outcome
        assert set(outcome) <= {"booked"} | REFUSED, outcome
    db.session.rollback()
    sold = db.session.execute(
        text(
            "SELECT night, COUNT(*) FROM claim JOIN resource ON resource.id = claim.resource_id"
            " JOIN room_type ON room_type.id = resource.room_type_id"
            " WHERE room_type.slug = 'shepherds-hut' GROUP BY night"
        )
    ).all()
    assert [number for _, number in sold] == [1] * rounds
    assert db.session.execute(text("SELECT COUNT(*) FROM booking")).scalar_one() == rounds
    assert db.session.execute(text("SELECT COUNT(*) FROM message")).scalar_one() == rounds


def book_unguarded(number: int, within: Barrier, _given: None) -> str:
    """What must not be done: look, wait for each other, write; no transaction, no CHECK, no guard in the WHERE."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        look = text("SELECT sellable - taken FROM unguarded WHERE night = :n")
        free = connection.execute(look, {"n": number}).scalar()
    within.wait()
    if not free:
        return "sold out"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("UPDATE unguarded SET taken = taken + 1 WHERE night = :n"), {"n": number})
    return "booked"


def test_without_a_guard_the_same_race_oversells(app: Flask, config: Config) -> None:
    """The negative control: if this did not oversell, the race above would prove nothing."""
    rounds = 3

    def work() -> None:
        write(text("CREATE TABLE unguarded (night INTEGER, sellable INTEGER, taken INTEGER)"))
        rows = [{"n": number} for number in range(rounds)]
        write(text("INSERT INTO unguarded VALUES (:n, 1, 0)"), rows)

    transaction(work)
    outcomes = Race(config, book_unguarded, None, rounds).outcomes()
    assert all(Counter(outcome)["booked"] > 1 for outcome in outcomes), outcomes
