"""Real stays of the published hotel bookings (Antonio, de Almeida, Nunes 2019): what was known, and what was taken."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from app.kernel.errors import Invalid

PACKED = b"\x1f\x8b"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
COLUMNS = (
    "is_canceled", "arrival_date_year", "arrival_date_month", "arrival_date_day_of_month", "stays_in_weekend_nights",
    "stays_in_week_nights", "adults", "children", "lead_time", "is_repeated_guest", "hotel", "market_segment", "meal",
    "required_car_parking_spaces", "total_of_special_requests", "reserved_room_type",
)  # fmt: skip
OFFERS = ("parking", "board", "requests", "better room")
BOARD = {"HB", "FB"}


class Stay(NamedTuple):
    """What was known when the guest arrived, and whether they took each of `OFFERS`."""

    arrival_on: date
    hotel: str
    segment: str
    lead_days: int
    nights: int
    weekend_nights: int
    adults: int
    children: int
    repeated: bool
    took: tuple[int, ...]


class Bad(NamedTuple):
    """A line that is no booking, and why. The header is line 1."""

    line: int
    reason: str


def read_stays(file: Path) -> tuple[list[Stay], list[Bad]]:
    """The stays that were kept, with nights and adults, in order of arrival, those of a day in the file's order.

    The file may be packed. Raises `Invalid` when it cannot be read or lacks a column.
    """
    lines = csv.reader(io.StringIO(_text(file), newline=""))
    stays: list[Stay] = []
    bad: list[Bad] = []
    try:
        header = [name.strip() for name in next(lines, [])]
        if lacking := [name for name in COLUMNS if name not in header]:
            raise Invalid(f"{file} has no column {', '.join(lacking)}.")
        places = [header.index(name) for name in COLUMNS]
        for cells in lines:
            if len(cells) != len(header):
                if any(cells):
                    bad.append(Bad(lines.line_num, f"{len(cells)} cells where the header has {len(header)}"))
                continue
            try:
                stay = _stay([cells[place] for place in places])
            except (ValueError, OverflowError) as error:
                bad.append(Bad(lines.line_num, str(error)))
                continue
            if stay and stay.nights > 0 and stay.adults > 0:
                stays.append(stay)
    except csv.Error as error:
        raise Invalid(f"{file} is not a table of comma-separated values: {error}.") from None
    stays.sort(key=lambda stay: stay.arrival_on)
    return stays, bad


def _stay(cells: Sequence[str]) -> Stay | None:
    """None for a booking that was cancelled. Raises ValueError for a cell that cannot be."""
    cancelled, year, month, day, weekend, week, adults, children, lead, repeated, hotel, segment, *taken = cells
    if month not in MONTHS:
        raise ValueError(f"{month[:20]!r} is no month")
    arrival_on = date(int(year), MONTHS.index(month) + 1, int(day))
    meal, spaces, requests, room = taken
    if int(cancelled):
        return None
    took = (int(spaces) > 0, meal.strip() in BOARD, int(requests) >= 2, room.strip() != "A")
    return Stay(
        arrival_on,
        hotel.strip(),
        segment.strip(),
        int(lead),
        int(weekend) + int(week),
        int(weekend),
        int(adults),
        0 if children == "NA" else int(float(children)),
        bool(int(repeated)),
        tuple(map(int, took)),
    )


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        content = gzip.decompress(content) if content.startswith(PACKED) else content
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")
