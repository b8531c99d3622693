"""Sixteen clients in two processes want the same thing at the same instant: exactly one gets it, on either engine."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.availability.boards import boards
from app.availability.search import search
from app.booking import operations as booking
from app.booking.errors import CannotBeSold, HoldLapsed
from app.booking.rules import Basket
from app.catalogue import catalogue
from app.catalogue.operations import add_all
from app.config import Config
from app.inventory import SoldOut, Want, for_night, for_stay, operations
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, insert_or_ignore, is_sqlite, transaction, write
from app.store.version import Version, forget_versions
from tests import builders, stock
from tests.baskets import basket
from tests.builders import FRIDAY, NOW, TODAY
from tests.cast import found
from tests.clients import CLIENTS, Clients, Meet, clients

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

LAPSED = "2027-03-01T09:15:01+00:00"


Sixteen = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def ready() -> Iterator[Clients]:
    with clients() as started:
        yield started


@pytest.fixture
def sixteen(app: Flask, config: Config, ready: Clients) -> Iterator[Sixteen]:
    """Lets every client do the same job, each with arguments of its own."""
    yield partial(ready.all, config)
    ready.leave()


def take_unguarded(meet: Meet, night: int) -> bool:
    """Reads, waits for all others to have read, writes: no transaction, no CHECK, no guard in the WHERE."""
    with stock.in_the_open() as execute:
        taken = execute(f"SELECT taken FROM control WHERE night = {night}")
        meet()
        if taken < 1:
            execute(f"UPDATE control SET taken = taken + 1 WHERE night = {night}")
        return taken < 1


def book(meet: Meet, chosen: Basket) -> str:
    """Sees the room on the results, meets the others there, and books it."""
    forget_versions()
    fits = search(boards(catalogue().houses), chosen.stays[0].stay, chosen.stays[0].party)
    seen = [room for fit in fits for room in fit.rooms if room.room_type.id == chosen.stays[0].room_type_id]
    meet()
    if not seen:
        return "not seen"
    try:
        started = booking.start_checkout(chosen)
    except SoldOut as sold_out:
        return str(sold_out.night)
    except CannotBeSold as refusal:
        return refusal.code
    return booking.place_booking(started.checkout_id).reference


def test_without_our_guards_the_clients_do_oversell(sixteen: Sixteen) -> None:
    transaction(lambda: db.session.execute(text("CREATE TABLE control (night INTEGER PRIMARY KEY, taken INTEGER)")))
    transaction(lambda: db.session.execute(text("INSERT INTO control VALUES (0, 0), (1, 0), (2, 0)")))
    for night in range(3):
        assert sum(sixteen(take_unguarded, [(night,)] * CLIENTS)) > 1
    assert all(int(str(taken)) > 1 for (taken,) in stock.rows("SELECT taken FROM control"))


def read_then_write(_meet: Meet, times: int) -> None:
    def work() -> None:
        number = db.session.execute(
            select(Version.number).where(Version.scope == "test").with_for_update()
        ).scalar_one()
        write(update(Version).where(Version.scope == "test").values(number=number + 1))

    for _ in range(times):
        transaction(work)


def test_what_was_read_under_a_lock_is_still_so_when_it_is_written(sixteen: Sixteen) -> None:
    """Between processes, that is: threads of one take turns at SQLite anyway."""
    transaction(lambda: write(insert_or_ignore(Version, {"scope": "test", "number": 0})))
    sixteen(read_then_write, [(10,)] * CLIENTS)
    assert stock.rows("SELECT number FROM version WHERE scope = 'test'") == [(CLIENTS * 10,)]


def test_the_last_room_is_booked_once(sixteen: Sixteen, count: Callable[[int, int], int]) -> None:
    house = found()
    rounds = count(6, 50)
    for number in range(rounds):
        night = TODAY + timedelta(days=1 + number)
        answers = Counter(sixteen(book, [(basket(house, stay=Stay.of(night, 1)),)] * CLIENTS))
        assert answers.pop(str(night)) == CLIENTS - 1, answers
        assert list(answers.values()) == [1]
    assert stock.rows("SELECT COUNT(*), COUNT(DISTINCT arrival_on) FROM booking") == [(rounds, rounds)]
    assert not stock.faults()


def place(_meet: Meet, checkout_id: int) -> tuple[str, bool]:
    placed = booking.place_booking(checkout_id)
    return placed.reference, placed.new


def test_one_checkout_placed_by_all_is_one_booking(sixteen: Sixteen) -> None:
    started = booking.start_checkout(basket(found()))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": "anna@example.com"})
    answers = sixteen(place, [(started.checkout_id,)] * CLIENTS)
    assert len({reference for reference, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1
    assert stock.rows("SELECT COUNT(*) FROM message") == [(1,)]
    assert not stock.faults()


def revise(meet: Meet, checkout_id: int, chosen: Basket) -> int | str:
    meet()
    try:
        return booking.revise_checkout(checkout_id, chosen)
    except SoldOut:
        return "sold out"


def bunks(rooms: int) -> None:
    """A room type with a bed for every client, and a rate."""
    house = found()
    room_type = builders.room_type(house, "bunk", rooms)
    builders.rates(room_type, house.plans["flexible"], 9000)
    transaction(lambda: add_all(builders.Room, []))


def test_the_last_cot_goes_to_one_of_the_amendments(sixteen: Sixteen) -> None:
    bunks(CLIENTS)
    house = found()
    held = [booking.start_checkout(basket(house, "bunk")) for _ in range(CLIENTS)]
    wanted = basket(house, "bunk", extras={"cot": 1})
    answers = sixteen(revise, [(started.checkout_id, wanted) for started in held])
    assert Counter(answers) == {"sold out": CLIENTS - 1, 18000: 1}
    assert stock.counter(house.resources["bunk"], FRIDAY) == (CLIENTS, CLIENTS, 0), "the others keep what they held"
    assert not stock.faults()


def test_amendments_of_one_checkout_leave_the_last_one_whole(sixteen: Sixteen) -> None:
    house = found()
    started = booking.start_checkout(basket(house))
    choices = [basket(house, extras={"bicycle": 1 + number % 4}) for number in range(CLIENTS)]
    sixteen(revise, [(started.checkout_id, choice) for choice in choices])
    ((total,),) = stock.rows("SELECT q.total_minor FROM checkout k JOIN quote q ON q.id = k.quote_id")
    bicycles = stock.counter(house.resources["bicycle"], FRIDAY)[1]
    assert total == 30000 + 2 * bicycles * 1800
    assert not stock.faults()


def test_two_who_want_each_others_room_keep_their_own(sixteen: Sixteen) -> None:
    house = found()
    nights = [TODAY + timedelta(days=day) for day in range(1, CLIENTS + 1)]
    held = [booking.start_checkout(basket(house, stay=Stay.of(night, 1))) for night in nights]
    swapped = [basket(house, stay=Stay.of(nights[number ^ 1], 1)) for number in range(CLIENTS)]
    answers = sixteen(revise, [(started.checkout_id, chosen) for started, chosen in zip(held, swapped, strict=True)])
    assert answers == ["sold out"] * CLIENTS
    assert all(stock.counter(house.resources["shepherds-hut"], night)[1] == 1 for night in nights)
    assert not stock.faults()


def sweep(meet: Meet) -> int:
    clock.configure(LAPSED)
    meet()
    return booking.sweep_expired(most=3) + booking.sweep_expired()


def test_sweeps_at_once_free_each_hold_once(sixteen: Sixteen) -> None:
    bunks(20)
    held = [booking.start_checkout(basket(found(), "bunk")) for _ in range(20)]
    swept = sum(sixteen(sweep, [()] * CLIENTS))
    assert swept == len(held)
    assert stock.rows("SELECT COUNT(*) FROM claim") == [(0,)]
    assert stock.rows("SELECT DISTINCT state FROM checkout") == [("lapsed",)]
    assert not stock.faults()


def lengthen_or_sweep(meet: Meet, how: str, at: str, checkout_ids: list[int]) -> list[int]:
    """The checkouts that this client kept alive, by extending, renewing or placing them; a sweeper keeps none."""
    clock.configure(at)
    meet()
    kept = []
    for checkout_id in checkout_ids:
        try:
            if how == "sweep":
                booking.sweep_expired()
            elif how == "extend":
                booking.extend_checkout(checkout_id)
                kept.append(checkout_id)
            elif how == "renew":
                booking.renew_checkout(checkout_id)
                kept.append(checkout_id)
            else:
                booking.place_booking(checkout_id)
                kept.append(checkout_id)
        except (HoldLapsed, SoldOut):
            continue
    return kept


@pytest.mark.parametrize(("how", "at"), [("extend", "2027-03-01T09:14:59+00:00"), ("renew", LAPSED), ("place", LAPSED)])
def test_a_hold_is_either_kept_or_swept(sixteen: Sixteen, how: str, at: str, count: Callable[[int, int], int]) -> None:
    """The clients of one process keep holds alive while those of the other, whose clock is later, sweep them."""
    bunks(32)
    for _ in range(count(1, 10)):
        clock.configure(NOW)
        held = [booking.start_checkout(basket(found(), "bunk")).checkout_id for _ in range(32)]
        keepers = [(how, at, held[number::8]) for number in range(8)]
        sweepers = [("sweep", LAPSED, held[number::8]) for number in range(8)]
        answers = sixteen(lengthen_or_sweep, keepers + sweepers)
        kept = {checkout_id for answer in answers for checkout_id in answer}
        if how != "extend":
            assert kept == set(held), "there is a bed for each"
        states = dict(stock.rows("SELECT id, state FROM checkout"))
        expected = {"extend": "open", "renew": "open", "place": "booked"}[how]
        assert {i for i in held if states[i] == expected} == kept
        assert not stock.faults()
        for checkout_id in held:
            if how == "place":
                ((placed,),) = stock.rows("SELECT id FROM booking WHERE checkout_id = :c", c=checkout_id)
                booking.cancel_booking(int(str(placed)))
            else:
                booking.abandon_checkout(checkout_id)


def claim_in_any_order(meet: Meet, owner_id: int, wants: list[Want]) -> int:
    meet()
    held = 0
    for number in range(8):
        random.Random(owner_id * 100 + number).shuffle(wants)
        try:
            transaction(lambda: operations.claim("block", owner_id, wants, expires_at=None))
            held += 1
            transaction(lambda: operations.release("block", owner_id))
        except SoldOut:
            continue
    return held


def test_baskets_in_any_order_never_die_of_a_deadlock(sixteen: Sixteen) -> None:
    house = found()
    slugs = ["snug", "garden", "bicycle", "18:30", "20:00"]
    wants = [for_stay(house.resources[slug], Stay.of(FRIDAY, 5)) for slug in slugs]
    before = deadlocks()
    held = sixteen(claim_in_any_order, [(number + 1, list(wants)) for number in range(CLIENTS)])
    assert sum(held) > 0
    assert deadlocks() == before
    assert stock.rows("SELECT COUNT(*) FROM claim") == [(0,)]
    assert not stock.faults()


def deadlocks() -> int:
    """How often PostgreSQL had to end a deadlock in this database; 0 on SQLite, whose writers are alone."""
    if is_sqlite():
        return 0
    db.session.rollback()
    db.session.execute(text("SELECT pg_stat_clear_snapshot()"))
    ((seen,),) = stock.rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(str(seen))


def test_the_last_covers_go_to_as_many_as_can_sit(sixteen: Sixteen) -> None:
    house = found()
    for owner, sitting, gone in ((1, "20:00", 20), (2, "18:30", 16)):
        want = for_night(house.resources[sitting], FRIDAY, gone)
        transaction(lambda owner=owner, want=want: operations.claim_new("block", owner, [want]))
    supper = basket(house, "snug", "supper", Stay.of(FRIDAY, 1))
    answers = Counter(len(answer) for answer in sixteen(book, [(supper,)] * CLIENTS))
    assert answers[8] == 2, "the length of a reference"
    assert stock.counter(house.resources["18:30"], FRIDAY) == (20, 20, 0)
    assert not stock.faults()
