from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from app.kernel import clock, wall
from app.kernel.errors import Invalid

FIVE = datetime(2027, 3, 5, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_machines_clock() -> Iterator[None]:
    clock.configure()
    yield
    clock.configure()


def test_frozen() -> None:
    clock.configure("2027-03-05T11:00+01:00")
    assert clock.now() == FIVE
    assert clock.now() == FIVE


def test_running_from_an_instant() -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as machine:
        clock.configure("2027-03-05T10:00+00:00..")
        machine.shift(90)
        assert (clock.now() - FIVE).total_seconds() == pytest.approx(90)


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "now"
    clock.configure(file=file)
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 60
    file.write_text("2027-03-05T10:00+00:00")
    assert clock.now() == FIVE
    file.write_text("2027-04-05T10:00+00:00\n")
    assert clock.now() == datetime(2027, 4, 5, 10, 0, tzinfo=UTC)
    file.unlink()
    assert clock.now().year != 2027 or clock.now() > datetime(2027, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize("words", ["noon", "2027-03-05T10:00", "2027-13-05T10:00+00:00", ".."])
def test_anything_else_is_refused(words: str) -> None:
    with pytest.raises(Invalid, match="2027-03-05"):
        clock.configure(words)


def test_a_day_is_the_house_s_own() -> None:
    clock.configure("2027-06-30T23:30+00:00")
    assert clock.today("Europe/London") == date(2027, 7, 1)
    assert clock.today("America/New_York") == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2027, 3, 3), 12, datetime(2027, 3, 3, 12, 0, tzinfo=UTC)),
        (date(2027, 3, 28), 1, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2027, 10, 31), 1, datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
    ids=["plain", "does not exist: moves forward", "is twice: the first"],
)
def test_wall_times(day: date, hour: int, utc: datetime) -> None:
    minute = utc.minute
    assert wall.wall_instant(day, hour, minute, "Europe/London") == utc
