"""Nights are opened once, and a closure sells no more than it must leave."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask

from app.inventory import for_night, for_stay, operations
from app.kernel.stay import Stay
from app.store import transaction
from app.store.version import stock_of, stored_versions
from tests import stock
from tests.builders import FRIDAY, NIGHTS, TODAY, House
from tests.cast import found
from tests.stock import counter

pytestmark = pytest.mark.houses(1)

BEYOND = TODAY + timedelta(days=NIGHTS)
SUNDAY = FRIDAY + timedelta(days=2)


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def hold(owner_id: int, resource_id: int, night: date = FRIDAY, count: int = 1) -> None:
    transaction(lambda: operations.claim_new("booking", owner_id, [for_night(resource_id, night, count)]))


def close(resource_id: int, count: int) -> None:
    transaction(lambda: operations.close(resource_id, FRIDAY, SUNDAY, count, "paint"))


def test_nights_are_opened_once_and_keep_what_they_have(house: House) -> None:
    snug = house.resources["snug"]
    hold(1, snug)
    counts = {snug: 5, house.resources["garden"]: 3}
    opening = (counts, FRIDAY, BEYOND + timedelta(days=2))

    assert transaction(lambda: operations.open_nights(*opening)) == 4
    assert transaction(lambda: operations.open_nights(*opening)) == 0
    assert (counter(snug, FRIDAY), counter(snug, BEYOND)) == ((3, 1, 0), (5, 0, 0))
    last = BEYOND + timedelta(days=1)
    assert operations.last_open_night([snug, house.resources["garden"]]) == last
    assert operations.last_open_night([snug, house.resources["cot"]]) == BEYOND - timedelta(days=1)
    assert operations.last_open_night([snug, 10**9]) is None


def test_a_closure_counts_from_the_day_its_nights_open(house: House) -> None:
    snug, hut = house.resources["snug"], house.resources["shepherds-hut"]
    for resource, count in ((snug, 2), (hut, 3)):
        transaction(lambda r=resource, c=count: operations.close(r, BEYOND, BEYOND + timedelta(days=1), c, "paint"))
    transaction(lambda: operations.open_nights({snug: 3, hut: 1}, BEYOND, BEYOND + timedelta(days=2)))
    opened = [counter(resource, BEYOND + timedelta(days=day)) for resource in (snug, hut) for day in (0, 1)]
    assert opened == [(1, 0, 0), (3, 0, 0), (0, 0, 0), (1, 0, 0)]


def test_two_workers_open_a_night_once(house: House, app: Flask) -> None:
    barrier = Barrier(2)
    counts = dict.fromkeys(house.resources.values(), 2)

    def one() -> int:
        with app.app_context():
            barrier.wait()
            return transaction(lambda: operations.open_nights(counts, BEYOND, BEYOND + timedelta(days=30)))

    with ThreadPoolExecutor(2) as pool:
        added = [done.result() for done in [pool.submit(one), pool.submit(one)]]
    assert sum(added) == 30 * len(counts)
    assert stock.rows("SELECT COUNT(*) FROM allotment WHERE night >= :n", n=str(BEYOND)) == [(30 * len(counts),)]


def test_a_closure_never_goes_under_what_is_taken(house: House) -> None:
    snug = house.resources["snug"]
    hold(1, snug)
    hold(2, snug)
    close(snug, 2)
    assert counter(snug, FRIDAY) == (2, 2, 1)
    assert counter(snug, FRIDAY + timedelta(days=1)) == (1, 0, 0)
    assert counter(snug, SUNDAY) == (3, 0, 0)


def test_what_is_lacking_is_settled_as_claims_are_given_back(house: House) -> None:
    snug = house.resources["snug"]
    for owner in (1, 2, 3):
        hold(owner, snug)
    close(snug, 2)
    assert counter(snug, FRIDAY) == (3, 3, 2)
    seen = []
    for owner in (1, 2, 3):
        transaction(lambda owner=owner: operations.release("booking", owner))
        seen.append(counter(snug, FRIDAY))
    assert seen == [(2, 2, 1), (1, 1, 0), (1, 0, 0)], "the closed rooms are never sold again"


def test_more_may_be_closed_than_there_is(house: House) -> None:
    snug = house.resources["snug"]
    hold(1, snug)
    close(snug, 9)
    assert counter(snug, FRIDAY) == (1, 1, 1), "no more is lacking than is taken"
    close(snug, 1)
    assert counter(snug, FRIDAY) == (1, 1, 1)
    transaction(lambda: operations.release("booking", 1))
    assert counter(snug, FRIDAY) == (0, 0, 0)


def test_closing_and_opening_are_seen_by_every_cache(house: House) -> None:
    before = stored_versions().get(stock_of(house.id), 0)
    close(house.resources["snug"], 1)
    transaction(lambda: operations.open_nights({house.resources["snug"]: 3}, BEYOND, BEYOND + timedelta(days=1)))
    assert stored_versions()[stock_of(house.id)] == before + 2


def test_covers_are_counted_by_the_head(house: House) -> None:
    sitting = house.resources["18:30"]
    hold(1, sitting, count=18)
    hold(2, sitting, count=2)
    assert counter(sitting, FRIDAY) == (20, 20, 0)
    transaction(lambda: operations.claim_new("booking", 3, [for_stay(sitting, Stay.of(SUNDAY, 1), 20)]))
