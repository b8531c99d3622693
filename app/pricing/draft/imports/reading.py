"""Reading a table of rates from the bytes of a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import Invalid

COLUMNS = ("night", "room_type", "rate_plan", "rate")
"""What a file must say. A fifth, `until`, makes a line hold for every night up to and with that one."""

MOST_LINES = 100_000
MOST_NIGHTS = 800
"""How many nights one line may hold for."""

_AMOUNT = re.compile(r"(-?)£?(\d{1,7}|\d{1,3}(?:,\d{3})+)(?:[.](\d{1,2})|,(\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that could be read: the first night, how many, and its words for the rest."""

    number: int
    night: date
    nights: int
    room_type: str
    rate_plan: str
    amount_minor: int

    def __iter__(self) -> Iterator[date]:
        return (self.night + timedelta(days=day) for day in range(self.nights))


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be taken, and what to do about it."""

    number: int
    reason: str


def read_lines(data: bytes) -> tuple[list[Line], list[Bad]]:
    """The lines of a CSV in UTF-8 (with or without a mark before it) or Latin-1, parted by commas, semicolons or tabs.

    Raises `Invalid` for a file that is no such table at all.
    """
    text = _decoded(data)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    good: list[Line] = []
    bad: list[Bad] = []
    try:
        names = [_name(cell) for cell in next(table, [])]
        if not set(COLUMNS) <= set(names):
            raise Invalid(f"The first line of the file names its columns. It needs {', '.join(COLUMNS)}.")
        for row in table:
            if not any(cell.strip() for cell in row):
                continue
            if len(good) + len(bad) >= MOST_LINES:
                raise Invalid(f"The file has more than {MOST_LINES:,} lines. Bring it in pieces.")
            read = _line(table.line_num, dict(zip(names, row, strict=False)))
            (good if isinstance(read, Line) else bad).append(read)  # type: ignore[arg-type]
    except csv.Error:
        raise Invalid(f"Line {table.line_num} is no line of a table. Save the file as CSV once more.") from None
    return good, bad


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def _line(number: int, cells: dict[str, str]) -> Line | Bad:
    words = {name: cells.get(name, "").strip() for name in (*COLUMNS, "until")}
    if missing := [name for name in COLUMNS if not words[name]]:
        return Bad(number, f"{missing[0]} is missing")
    night, until = _day(words["night"]), _day(words["until"] or words["night"])
    if night is None or until is None:
        return Bad(number, f"“{(words['until'] if night else words['night'])[:40]}” is no date like 2027-03-05")
    if until < night:
        return Bad(number, "until comes before the night")
    nights = (until - night).days + 1
    if nights > MOST_NIGHTS:
        return Bad(number, f"a line may hold for {MOST_NIGHTS} nights at most")
    amount = amount_minor(words["rate"])
    if amount is None:
        return Bad(number, f"“{words['rate'][:40]}” is no rate like 212 or 212.50")
    return Line(number, night, nights, words["room_type"], words["rate_plan"], amount)


def _day(words: str) -> date | None:
    iso, british = _ISO.fullmatch(words), _BRITISH.fullmatch(words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        pass
    return None


def amount_minor(words: str) -> int | None:
    """A rate as spreadsheets write it, `212`, `212.50`, `212,50`, `£1,212.50`, in minor units; None for no rate."""
    found = _AMOUNT.fullmatch(words.replace(" ", ""))
    if found is None:
        return None
    pence = (found[3] or found[4] or "0").ljust(2, "0")
    return (int(found[2].replace(",", "")) * 100 + int(pence)) * (-1 if found[1] else 1)
