"""One holder at a time, on both engines and from several threads at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from app.store import db, heartbeat, lease

MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("app")
def test_one_holder_at_a_time() -> None:
    assert lease.take("sweep", MINUTE, "first")
    assert not lease.take("sweep", MINUTE, "second")
    assert lease.take("sweep", MINUTE, "first")
    assert lease.take("backup", MINUTE, "second")


@pytest.mark.usefixtures("app")
def test_given_back_it_is_free() -> None:
    lease.take("sweep", MINUTE, "first")
    lease.give_back("sweep", "second")
    assert not lease.take("sweep", MINUTE, "second")
    lease.give_back("sweep", "first")
    assert lease.take("sweep", MINUTE, "second")


@pytest.mark.usefixtures("app")
def test_a_dead_holder_loses_it_in_time() -> None:
    with time_machine.travel("2027-03-01T09:00:00Z", tick=False) as traveller:
        lease.take("sweep", MINUTE, "first")
        traveller.shift(59)
        assert not lease.take("sweep", MINUTE, "second")
        traveller.shift(1)
        assert lease.take("sweep", MINUTE, "second")


@pytest.mark.usefixtures("app")
def test_it_is_given_back_after_an_error() -> None:
    def fails() -> None:
        with lease.held("sweep", MINUTE, "first") as mine:
            assert mine
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert lease.take("sweep", MINUTE, "second")


def test_of_eight_at_once_one_gets_it(app: Flask, count: Callable[[int, int], int]) -> None:
    for number in range(count(3, 25)):
        barrier = Barrier(8)

        def take(holder: int, name: str = f"job-{number}", barrier: Barrier = barrier) -> bool:
            with app.app_context():
                barrier.wait()
                try:
                    return lease.take(name, MINUTE, str(holder))
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(take, range(8))) == 1


@pytest.mark.usefixtures("app")
def test_an_age_is_counted_from_the_last_beat() -> None:
    assert heartbeat.age("worker") is None
    with time_machine.travel("2027-03-01T09:00:00Z", tick=False) as traveller:
        heartbeat.beat("worker")
        traveller.shift(90)
        assert heartbeat.ages(["worker", "backup"]) == {"worker": 90, "backup": None}
        heartbeat.beat("worker")
        assert heartbeat.age("worker") == 0


@pytest.mark.usefixtures("app")
def test_setting_the_clock_ages_nobody(set_clock: Callable[[str], None]) -> None:
    heartbeat.beat("worker")
    lease.take("sweep", MINUTE, "first")
    set_clock("2027-06-01T09:00+00:00")
    age = heartbeat.age("worker")
    assert age is not None
    assert age < 60
    assert not lease.take("sweep", MINUTE, "second")
