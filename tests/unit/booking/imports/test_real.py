"""The published hotel bookings: what the rows say afterwards is what the file says. With full counts all of them."""

import calendar
import csv
import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.booking import imports
from app.booking.models import BookedStay, Booking
from app.catalogue.models import Room
from app.insight import verify
from app.inventory.models import Allotment
from app.pricing.models import QuoteLine
from app.store import db

EVERY = 300
"""With reduced counts, every three hundredth row: 398 of them."""

FIGURES = {"rows": 119_390, "rejected": 826, "cancelled": 42_983, "no_show": 1_193}


@pytest.fixture
def engine() -> str:
    """The embedded default; the small history runs on both."""
    return "sqlite"


@dataclass
class Said:
    """What the file says, counted without the importer."""

    rows: int = 0
    rejected: int = 0
    states: Counter[str] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    room_nights: Counter[str] = field(default_factory=Counter)
    revenue_minor: Counter[str] = field(default_factory=Counter)


def said_by(file: Path) -> Said:
    said = Said()
    months = list(calendar.month_name)
    words = {"Check-Out": "departed", "Canceled": "cancelled", "No-Show": "no_show"}
    with file.open(newline="") as lines:
        for row in csv.DictReader(lines):
            said.rows += 1
            guests = sum(int(row[who]) if row[who] != "NA" else 0 for who in ("adults", "children", "babies"))
            nights = int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])
            if not guests or not nights or Decimal(row["adr"]) < 0:
                said.rejected += 1
                continue
            arrival = date(
                int(row["arrival_date_year"]),
                months.index(row["arrival_date_month"]),
                int(row["arrival_date_day_of_month"]),
            )
            state = words[row["reservation_status"]]
            said.states[state] += 1
            if state != "departed":
                said.lost[state, f"{arrival:%Y-%m}"] += 1
                continue
            for night in range(nights):
                month = f"{arrival + timedelta(days=night):%Y-%m}"
                said.room_nights[month] += 1
                said.revenue_minor[month] += int(Decimal(row["adr"]) * 100)
    return said


@pytest.fixture
def file(shared_data: Path, tmp_path: Path, count: Callable[[int, int], int]) -> Path:
    """The unpacked file, or one of three hundred rows."""
    every = count(EVERY, 1)
    with gzip.open(shared_data / "hotel_bookings.csv.gz", "rt", newline="") as packed:
        header, *lines = packed.readlines()
    plain = tmp_path / "hotel_bookings.csv"
    plain.write_text(header + "".join(lines[::every]), newline="")
    return plain


def by_month(column: object) -> Counter[str]:
    """Room-nights or revenue of departed stays per month of the night, from the quotes."""
    rows = db.session.execute(
        select(QuoteLine.night, column)  # type: ignore[call-overload]
        .join(Booking, Booking.quote_id == QuoteLine.quote_id)
        .where(Booking.state == "departed", QuoteLine.kind == "room")
        .group_by(QuoteLine.night)
    )
    months: Counter[str] = Counter()
    for night, amount in rows:
        months[f"{night:%Y-%m}"] += amount
    return months


def peak_is_capacity() -> bool:
    """There are as many rooms as the fullest night took, and no night has more taken than there are."""
    rooms = db.session.scalar(select(func.count()).select_from(Room))
    per_night = select(func.sum(Allotment.sellable)).group_by(Allotment.night)
    over = db.session.scalar(select(func.max(Allotment.taken - Allotment.sellable)))
    return max(db.session.scalars(per_night)) == rooms and over is not None and over <= 0


@pytest.mark.long(10)
@pytest.mark.usefixtures("app")
def test_the_rows_say_what_the_file_says(file: Path, count: Callable[[int, int], int]) -> None:
    said = said_by(file)
    report = imports.import_bookings(imports.read_history(file, {}))
    assert report.counts() == {
        "rows": said.rows,
        "imported": said.rows - said.rejected,
        "already": 0,
        "refused": 0,
        "rejected": said.rejected,
    }
    assert [result for result in verify.run() if not result.ok] == []
    states = Counter(dict(db.session.execute(select(Booking.state, func.count()).group_by(Booking.state)).all()))
    assert states == said.states
    lost: Counter[tuple[str, str]] = Counter()
    for state, arrival in db.session.execute(
        select(Booking.state, BookedStay.arrival_on)
        .join(BookedStay, BookedStay.booking_id == Booking.id)
        .where(Booking.state != "departed")
    ):
        lost[state, f"{arrival:%Y-%m}"] += 1
    assert lost == said.lost
    assert by_month(func.count()) == said.room_nights
    assert by_month(func.sum(QuoteLine.gross_minor)) == said.revenue_minor
    assert peak_is_capacity()
    if count(0, 1):
        told = {"rows": said.rows, "rejected": said.rejected} | states
        assert {name: told[name] for name in FIGURES} == FIGURES


@pytest.mark.long(10)
@pytest.mark.usefixtures("app")
def test_with_four_fifths_of_the_rooms_refusals_name_their_night_and_nothing_is_oversold(file: Path) -> None:
    history = imports.read_history(file, {})
    report = imports.import_bookings(history, capacity=imports.read_capacity("80%"))
    counts = report.counts()
    assert counts["refused"] > 0
    assert counts["rows"] == sum(counts[name] for name in ("imported", "already", "refused", "rejected"))
    stays = {row.line: row.stay for row in history.rows}
    assert all(night in stays[line] for line, night in report.refusals)
    assert [result for result in verify.run() if not result.ok] == []
    assert imports.import_bookings(history, capacity=imports.read_capacity("80%")).counts()["imported"] == 0
