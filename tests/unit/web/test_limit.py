from datetime import timedelta
from multiprocessing.pool import ThreadPool

import pytest
from flask import Flask

from app.kernel import clock
from app.store import limit


def test_a_counter_is_exact_for_many_callers(app: Flask) -> None:
    def count(_: int) -> int:
        with app.app_context():
            return limit.count_up("door", 60)

    with ThreadPool(8) as pool:
        seen = pool.map(count, range(40))
    assert sorted(seen) == list(range(1, 41))


def test_a_counter_starts_again_when_its_time_is_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [limit.count_up("door", 60) for _ in range(3)] == [1, 2, 3]
    later = clock.machine_now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert limit.count_of("door") == (0, later)
    assert limit.count_up("door", 60) == 1
