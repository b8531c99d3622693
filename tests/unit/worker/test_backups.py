"""One backup a night, the newest seven kept, however often the worker looks."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from app.config import Config
from app.store import heartbeat
from app.worker.backups import back_up_nightly, last_night

pytestmark = pytest.mark.usefixtures("app")


def names(config: Config) -> list[str]:
    return sorted(path.name.split(".")[0] for path in (config.data / "backups").iterdir())


def test_one_a_night(config: Config, set_clock: Callable[[str], None]) -> None:
    assert [back_up_nightly(), back_up_nightly()] == [1, 0]
    set_clock("2027-03-02T02:59+00:00")
    assert back_up_nightly() == 0
    set_clock("2027-03-02T03:00+00:00")
    assert back_up_nightly() == 1
    assert names(config) == ["quince-2027-03-01", "quince-2027-03-02"]
    assert heartbeat.age("backup") is not None


def test_seven_are_kept(config: Config, set_clock: Callable[[str], None]) -> None:
    for day in range(1, 11):
        set_clock(f"2027-03-{day:02}T09:00+00:00")
        back_up_nightly()
    assert names(config) == [f"quince-2027-03-{day:02}" for day in range(4, 11)]


@pytest.mark.parametrize(
    ("instant", "night"),
    [
        ("2027-03-28T00:59+00:00", date(2027, 3, 27)),
        ("2027-03-28T01:59+00:00", date(2027, 3, 27)),
        ("2027-03-28T02:00+00:00", date(2027, 3, 28)),
        ("2027-10-31T02:59+00:00", date(2027, 10, 30)),
        ("2027-10-31T03:00+00:00", date(2027, 10, 31)),
    ],
)
def test_three_by_the_house_clock_on_the_days_it_is_changed(instant: str, night: date) -> None:
    assert last_night(datetime.fromisoformat(instant), "Europe/London") == night


def test_the_command_acts_for_the_instant_it_is_given(app: Flask, config: Config) -> None:
    from flask.testing import FlaskCliRunner

    run = FlaskCliRunner(app).invoke
    assert run(args=["worker", "--once", "--at", "2027-08-01T02:30"]).exit_code == 0
    assert run(args=["worker", "--once", "--at", "2027-08-01T03:30"]).exit_code == 0
    assert run(args=["worker", "--once", "--at", "yesterday"]).exit_code == 2
    assert run(args=["worker", "--at", "2027-08-01T03:30"]).exit_code == 2
    assert names(config) == ["quince-2027-07-31", "quince-2027-08-01"]
