"""A process that is killed in the middle of placing loses no acknowledged booking and leaves nothing half done."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest
from flask import Flask

from app.booking import operations as booking
from app.config import Config
from app.insight import verify
from app.store import is_sqlite
from tests import stock
from tests.baskets import basket
from tests.cast import found
from tests.forked import forked

pytestmark = [pytest.mark.houses(1), pytest.mark.race]

PATIENCE = 60


def killed_while_placing(config: Config, lines: int, after: float) -> list[str]:
    """What a placing process said before SIGKILL, `after` seconds later than its line number `lines`."""
    environment = os.environ | {"QUINCE_DATA": str(config.data), "DATABASE_URL": config.url, "QUINCE_NOW": config.now}
    log = config.data / "placing.log"
    log.write_bytes(b"")
    process = forked("tests.placing", [], environment, log)
    until = time.monotonic() + PATIENCE
    while log.read_bytes().count(b"\n") < lines and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(after)
    assert process.poll() is None, f"it ended by itself:\n{log.read_text()}"
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    while not alone():
        time.sleep(0.05)
    said = log.read_text().splitlines(keepends=True)
    assert len(said) >= lines, "it said nothing for too long"
    return [line for line in said if line.endswith("\n")]


def alone() -> bool:
    """True once the server has noticed that the killed process is gone, and undone what it was doing."""
    if is_sqlite():
        return True
    return stock.rows(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ) == [(0,)]


@pytest.mark.long(2)
def test_kill_minus_nine_in_the_middle_of_placing(app: Flask, config: Config, count: Callable[[int, int], int]) -> None:
    chance = random.Random(9)
    acknowledged: list[str] = []
    for _ in range(count(2, 25)):
        acknowledged += killed_while_placing(config, chance.randint(3, 12), chance.uniform(0, 0.2))

    rows = stock.rows(
        "SELECT b.reference, b.arrival_on, b.departure_on, q.total_minor"
        " FROM booking b JOIN quote q ON q.id = b.quote_id"
    )
    there = {" ".join(map(str, row)) for row in rows}
    assert acknowledged
    assert {line.strip() for line in acknowledged} <= there
    assert len(there) == len(rows)
    assert not stock.faults()
    assert not [check for check in verify.run() if not check.ok]

    hut = booking.start_checkout(basket(found()))
    assert booking.place_booking(hut.checkout_id).new, "the next guest books as if nothing had happened"
