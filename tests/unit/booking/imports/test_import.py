"""A small history of another system, with its own names of columns, through the command."""

import csv
import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.booking import imports
from app.booking.documents.models import FolioDocument
from app.booking.imports import operations
from app.booking.models import Booking
from app.catalogue.models import Location, Room, RoomType
from app.insight import verify
from app.inventory.models import Allotment, Claim
from app.outbox.models import Message
from app.store import db
from tests.statements import counted

HEADER = "Property;Category;From;To;Made;Grown-ups;Kids;Price;Status;Changed\n"
LINES = [
    "Casa Azul;Garden;2016-08-01;2016-08-04;2016-07-01;2;;100.00;Check-Out;2016-08-04",
    "Casa Azul;Garden;2016-08-02;2016-08-03;2016-07-02;1;;80;Check-Out;2016-08-03",
    "Casa Azul;Garden;2016-08-02;2016-08-05;2016-07-02;2;1;90,50;Check-Out;2016-08-05",
    "Casa Azul;Garden;2016-08-01;2016-08-03;2016-07-03;2;;110.50;Canceled;2016-07-03",
    "Casa Azul;Garden;2016-08-01;2016-08-05;2016-07-04;2;;110.50;Canceled;2016-07-20",
    "Casa Azul;Snug;2016-08-01;2016-08-05;2016-07-05;1;;70;No-Show;2016-08-01",
    "Casa Azul;Snug;2016-08-02;2016-08-03;2016-08-02;1;;70;Check-Out;2016-08-03",
    "Casa Azul;Snug;2016-08-02;2016-08-03;2016-08-02;1;;70;Check-Out;2016-08-03",
    "Casa Azul;Snug;2016-08-02;2016-08-02;2016-08-02;1;;70;Check-Out;2016-08-03",
    "=HYPERLINK();Snug;2016-08-02;2016-08-03;2016-08-02;0;0;-1;Check-Out;2016-08-03",
]
MAPPING = {
    "hotel": "Property", "reserved_room_type": "Category", "arrival_on": "From", "departure_on": "To",
    "booked_on": "Made", "adults": "Grown-ups", "children": "Kids", "adr": "Price", "reservation_status": "Status",
    "reservation_status_date": "Changed",
}  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> Path:
    file = tmp_path / "casa.csv"
    file.write_text(HEADER + "\n".join(LINES) + "\n", "utf-8")
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    return file


@pytest.fixture
def run(app: Flask, history: Path) -> Callable[..., Result]:
    def run(*arguments: str, file: Path = history) -> Result:
        db.session.remove()
        mapping = str(history.with_name("mapping.json"))
        return FlaskCliRunner(app).invoke(
            args=["import-bookings", str(file), "--json", "--mapping", mapping, *arguments]
        )

    return run


def figures(result: Result) -> list[int]:
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["rows"] == sum(told[name] for name in ("imported", "already", "refused", "rejected"))
    return [told[name] for name in ("rows", "imported", "already", "refused", "rejected")]


def faults() -> list[str]:
    return [f"{result.name}: {result.detail}" for result in verify.run() if not result.ok]


def states() -> dict[str, int]:
    rows = db.session.execute(select(Booking.state, func.count()).group_by(Booking.state))
    return {state: count for state, count in rows}  # noqa: C416


def test_each_line_is_accounted_for(run: Callable[..., Result]) -> None:
    assert figures(run()) == [10, 7, 0, 0, 3]
    assert states() == {"departed": 4, "cancelled": 2, "no_show": 1}
    assert faults() == []


def test_nothing_is_mailed_and_nobody_is_made_up(run: Callable[..., Result]) -> None:
    run()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
    assert set(db.session.scalars(select(Booking.guest_id))) == {None}
    assert set(db.session.scalars(select(Booking.source))) == {"import"}


def test_what_another_system_billed_is_not_billed_again(run: Callable[..., Result]) -> None:
    figures(run())
    assert db.session.scalars(select(Booking.state).distinct().order_by(Booking.state)).all() == [
        "cancelled", "departed", "no_show",
    ]  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(FolioDocument)) == 0


def test_the_catalogue_is_read_once_and_not_at_each_departure(run: Callable[..., Result]) -> None:
    with counted() as statements:
        run()
    assert len([read for read in statements.reads if "FROM old_slug" in read]) <= 1


def test_the_house_is_made_from_the_file_and_not_yet_on_sale(run: Callable[..., Result]) -> None:
    run()
    house = db.session.scalars(select(Location)).one()
    assert (house.slug, house.name, house.currency, house.timezone) == (
        "casa-azul",
        "Casa Azul",
        "EUR",
        "Europe/Lisbon",
    )
    assert not house.open_for_booking
    nights = select(func.min(Allotment.night), func.max(Allotment.night))
    assert tuple(db.session.execute(nights).one()) == (date(2016, 8, 1), date(2016, 8, 4))
    assert db.session.scalar(select(func.count()).select_from(Room)) == 3 + 2


def test_again_nothing_is_added_packed_or_not(run: Callable[..., Result], history: Path) -> None:
    run()
    packed = history.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(history.read_bytes()))
    before = db.session.scalar(select(func.count()).select_from(Claim))
    assert figures(run()) == [10, 0, 7, 0, 3]
    assert figures(run(file=packed)) == [10, 0, 7, 0, 3]
    assert db.session.scalar(select(func.count()).select_from(Claim)) == before
    assert faults() == []


def test_equal_lines_are_two_bookings(run: Callable[..., Result]) -> None:
    run()
    equal = select(func.count()).where(Booking.arrival_on == date(2016, 8, 2), Booking.departure_on == date(2016, 8, 3))
    assert db.session.scalar(equal) == 3


def test_without_a_room_it_is_refused_with_its_night_and_stays_so(run: Callable[..., Result]) -> None:
    first = run("--capacity", "1")
    assert figures(first) == [10, 3, 0, 4, 3]
    assert json.loads(first.stdout)["refusals"] == [
        {"line": 3, "night": "2016-08-02"},
        {"line": 5, "night": "2016-08-01"},
        {"line": 6, "night": "2016-08-01"},
        {"line": 9, "night": "2016-08-02"},
    ]
    assert faults() == []
    assert figures(run("--capacity", "1")) == [10, 0, 3, 4, 3]


def test_a_second_file_of_a_house_finds_the_rooms_of_the_first_and_is_told_so(
    run: Callable[..., Result], history: Path
) -> None:
    history.write_text(HEADER + LINES[0] + "\n", "utf-8")
    first = run()
    assert figures(first) == [1, 1, 0, 0, 0]
    assert "--capacity" not in first.stderr
    history.write_text(HEADER + "\n".join([LINES[0]] * 2) + "\n", "utf-8")
    second = run("--capacity", "9")
    assert figures(second) == [2, 0, 0, 2, 0]
    assert "a type that was here before keeps the rooms it has" in second.stderr
    assert not faults()


def test_rejects_say_why_and_are_harmless_in_a_spreadsheet(run: Callable[..., Result], tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    run("--capacity", "1", "--rejects", str(rejects))
    with rejects.open(newline="") as file:
        rows = {int(row["line"]): row for row in csv.DictReader(file)}
    assert {line: row["reason"] for line, row in rows.items()} == {
        3: "no room on 2016-08-02",
        4: "the rate is not a number",
        5: "no room on 2016-08-01",
        6: "no room on 2016-08-01",
        9: "no room on 2016-08-02",
        10: "no nights",
        11: "no guest",
    }
    assert rows[11]["Property"] == "'=HYPERLINK()"
    assert rows[11]["Price"] == "-1"


def test_broken_off_it_goes_on_where_it_was(
    run: Callable[..., Result], history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction holds one event; after the seventh the machine stops."""
    monkeypatch.setattr(operations, "CHUNK", 1)

    def stops(done: int, _of: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    read = imports.read_history(history, MAPPING)
    with pytest.raises(KeyboardInterrupt):
        imports.import_bookings(read, progress=stops)
    assert faults() == []
    already = sum(states().values())
    assert 0 < already < 7
    assert figures(run()) == [10, 7 - already, already, 0, 3]
    assert states() == {"departed": 4, "cancelled": 2, "no_show": 1}
    assert faults() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "has no column"),
        ("a,b\n1,2\n", "has no column"),
        ("\0\0\0", "has no column"),
    ],
)
def test_what_is_no_table_is_unusable(run: Callable[..., Result], history: Path, content: str, says: str) -> None:
    history.write_text(content)
    result = run()
    assert result.exit_code == 2
    assert says in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Location)) == 0


def test_a_house_is_one_however_it_is_spelled(run: Callable[..., Result], history: Path) -> None:
    """Two spellings of a house, or of a room type, are one in the peak, and so in how many rooms it has."""
    line = LINES[0].replace("Azul", "Branca")
    spelled = [line, line.replace("Casa Branca", "casa  BRANCA"), line.replace("Garden", "garden")]
    history.write_text(HEADER + "\n".join(spelled) + "\n", "utf-8")
    assert figures(run()) == [3, 3, 0, 0, 0]
    assert db.session.scalars(select(Location.name)).all() == ["Casa Branca"]
    assert db.session.scalars(select(RoomType.name)).all() == ["Garden"]
    assert db.session.scalar(select(func.count()).select_from(Room)) == 3
    assert not faults()


@pytest.mark.parametrize("option", [("--currency", "GBP"), ("--timezone", "Europe/London")])
def test_a_house_that_keeps_other_money_or_another_clock_takes_nothing(
    run: Callable[..., Result], history: Path, option: tuple[str, str]
) -> None:
    figures(run())
    history.write_text(HEADER + LINES[1].replace("Azul", "Branca") + "\n" + LINES[0] + "\n", "utf-8")
    refused = run(*option)
    assert refused.exit_code == 2
    assert "Casa Azul is here already, in EUR and Europe/Lisbon" in refused.stderr
    assert db.session.scalars(select(Location.name)).all() == ["Casa Azul"], "Casa Branca was not made either"
    assert states() == {"departed": 4, "cancelled": 2, "no_show": 1}


def test_unusable_options_are_said_before_anything_is_written(run: Callable[..., Result], history: Path) -> None:
    assert run("--capacity", "none").exit_code == 2
    assert run("--rejects", "/dev/null/rejects.csv").exit_code == 2
    assert run("--timezone", "Europe/Nowhere").exit_code == 2
    assert run("--currency", "Euros").exit_code == 2
    assert run(file=history.with_name("missing.csv")).exit_code == 2
    history.with_name("mapping.json").write_text('{"house": "Property"}')
    result = run()
    assert result.exit_code == 2
    assert "Our columns are hotel" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Location)) == 0
