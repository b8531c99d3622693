"""The races can be lost: without our guards they are, and with them no engine loses an update or dies of a deadlock."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select, text, update

from app.inventory import SoldOut, Want, for_stay, operations
from app.kernel.stay import Stay
from app.store import db, insert_or_ignore, is_sqlite, transaction, write
from app.store.version import Version
from tests import stock
from tests.builders import FRIDAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def take_unguarded(meet: Meet, night: int) -> bool:
    """Reads, waits for all others to have read, writes: no transaction, no CHECK, no guard in the WHERE."""
    with stock.in_the_open() as execute:
        taken = execute(f"SELECT taken FROM control WHERE night = {night}")
        meet()
        if taken < 1:
            execute(f"UPDATE control SET taken = taken + 1 WHERE night = {night}")
        return taken < 1


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
