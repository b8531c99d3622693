"""A board in memory says what the tables say, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from flask import Flask

from app.availability import boards as boards_module
from app.availability.board import Board, Stock
from app.availability.boards import boards, fresh_boards
from app.availability.rules import NOT_OPEN
from app.availability.search import search
from app.booking import operations as booking
from app.catalogue import catalogue
from app.catalogue.queries import House
from app.inventory import for_stay, operations
from app.kernel.stay import Stay
from app.pricing.operations import publish_rates, restrict
from app.store import db, transaction
from app.store.version import forget_versions, raise_versions, stock_of
from tests.baskets import COUPLE, WEEKEND, basket
from tests.builders import FRIDAY, NIGHTS, TODAY
from tests.cast import found

pytestmark = pytest.mark.houses(2)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def current() -> list[Board]:
    """The boards as a new request sees them, after comparing them with the tables."""
    db.session.rollback()
    forget_versions()
    kept, fresh = boards(catalogue().houses), fresh_boards(catalogue().houses)
    for ours, theirs in zip(kept, fresh, strict=True):
        assert (ours.stock.free, ours.stock.covers) == (theirs.stock.free, theirs.stock.covers)
        assert (ours.prices.rates, ours.prices.restrictions) == (theirs.prices.rates, theirs.prices.restrictions)
        assert (ours.first, ours.nights) == (theirs.first, theirs.nights)
    return kept


def left(board: Board, room_type: str = "shepherds-hut") -> int:
    kind = board.house.room_type(room_type)
    assert kind
    return board.left(kind.id, board.index(WEEKEND.arrival), board.index(WEEKEND.departure))


def test_a_board_is_read_again_only_when_its_house_changed(app: Flask) -> None:
    before = current()
    booking.start_checkout(basket(found()))
    after = current()
    assert (left(before[0]), left(after[0])) == (1, 0)
    assert after[1] is before[1], "the other house was left alone"
    assert after[0].prices is before[0].prices, "prices were not read again"


def test_every_step_of_a_booking_is_seen(app: Flask, set_clock: Callable[[str], None]) -> None:
    seen = []
    started = booking.start_checkout(basket(found()))
    seen.append(left(current()[0]))
    booking.revise_checkout(started.checkout_id, basket(found(), "snug"))
    seen.append(left(current()[0]))
    booking.revise_checkout(started.checkout_id, basket(found()))
    placed = booking.place_booking(started.checkout_id)
    seen.append(left(current()[0]))
    booking.cancel_booking(placed.booking_id)
    seen.append(left(current()[0]))
    again = booking.start_checkout(basket(found()))
    set_clock("2027-03-01T09:16+00:00")
    seen.append(left(current()[0]))
    booking.sweep_expired()
    seen.append(left(current()[0]))
    booking.renew_checkout(again.checkout_id)
    seen.append(left(current()[0]))
    booking.abandon_checkout(again.checkout_id)
    seen.append(left(current()[0]))
    assert seen == [0, 1, 0, 1, 1, 1, 0, 1]


def test_rates_restrictions_closures_and_new_nights_are_seen(app: Flask) -> None:
    house = found()
    current()
    transaction(lambda: publish_rates(house.id, [(house.room_types["snug"], house.plans["flexible"], FRIDAY, 99900)]))
    transaction(
        lambda: restrict(
            house.id, [{"night": FRIDAY, "scope": "location", "scope_id": house.id, "closed_to_arrival": True}]
        )
    )
    transaction(lambda: operations.close(house.resources["garden"], FRIDAY, FRIDAY + timedelta(days=1), 2, "paint"))
    beyond = TODAY + timedelta(days=NIGHTS)
    transaction(lambda: operations.open_nights({house.resources["snug"]: 3}, beyond, beyond + timedelta(days=1)))
    board = current()[0]
    assert left(board, "garden") == 1
    assert board.stock.free[house.room_types["snug"]][NIGHTS : NIGHTS + 2] == [3, NOT_OPEN]
    fits = search([board], Stay.of(FRIDAY + timedelta(days=1), 1), COUPLE)
    assert fits[0].rooms
    assert search([board], WEEKEND, COUPLE)[0].reasons == ("closed_to_arrival",)


def test_tomorrow_begins_a_new_board(app: Flask, set_clock: Callable[[str], None]) -> None:
    current()
    set_clock("2027-03-02T00:00+00:00")
    board = current()[0]
    assert board.first == TODAY + timedelta(days=1)
    assert board.stock.free[found().room_types["snug"]][NIGHTS - 2 : NIGHTS] == [3, NOT_OPEN]


def test_the_emptiest_sitting_counts(app: Flask) -> None:
    house = found()
    want = for_stay(house.resources["18:30"], WEEKEND, 15)

    def work() -> None:
        operations.claim_new("block", 1, [want])
        raise_versions([stock_of(house.id)])

    transaction(work)
    board = current()[0]
    assert board.covers(board.index(WEEKEND.arrival), board.index(WEEKEND.departure)) == 20


def test_threads_that_find_a_house_changed_read_it_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A booking must not make every thread of a busy process read the same rows."""
    current()
    booking.start_checkout(basket(found()))
    read: list[int] = []
    reading = boards_module._read_stocks

    def slowly(houses: Sequence[House], *rest: Any) -> dict[int, Stock]:
        read.extend(house.id for house in houses)
        sleep(0.05)
        return reading(houses, *rest)

    together = Barrier(3)

    def ask() -> int:
        with app.app_context():
            together.wait()
            return left(boards(catalogue().houses)[0])

    monkeypatch.setattr(boards_module, "_read_stocks", slowly)
    with ThreadPoolExecutor(3) as threads:
        answers = [each.result() for each in [threads.submit(ask) for _ in range(3)]]
    assert (answers, read) == ([0, 0, 0], [found().id])


def test_readers_beside_a_writer_end_with_the_last_word(app: Flask) -> None:
    """Four threads read while huts come and go; afterwards the kept boards are the tables'."""

    def read() -> None:
        for _ in range(20):
            with app.app_context():
                boards(catalogue().houses)

    house = found()
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(10):
            started = booking.start_checkout(basket(house, stay=Stay.of(FRIDAY + timedelta(days=number), 1)))
            if number % 2:
                booking.abandon_checkout(started.checkout_id)
        for reader in readers:
            reader.result()
    current()
