"""Reading a table from the bytes of a file: its columns, its lines, and the nights for which each holds."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.day import read_day
from app.kernel.errors import Invalid

MOST_LINES = 100_000
MOST_NIGHTS = 800
"""How many nights one line may hold for."""

_SEPARATOR = re.compile(r"\"?sep=.\"?[ \t]*\n", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its number, and its words by the names of the columns; of a short line some are absent, of a
    long one `beyond` are the words that stand in no column."""

    number: int
    cells: dict[str, str]
    beyond: tuple[str, ...] = ()

    def word(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be taken, and what to do about it."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights for which a line holds: the first, and how many."""

    first: date
    count: int

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=day) for day in range(self.count))


def read_table(data: bytes) -> tuple[Sequence[str], list[Row]]:
    """The columns and lines of a CSV in UTF-8 (with or without a mark before it), UTF-16 or Latin-1, parted by commas,
    semicolons or tabs; lines without a word are left out, and so is a first one that only says what parts them.

    Raises `Invalid` for a file that is no table, that names a column twice, or that is too long.
    """
    text = _decoded(data)
    if said := _SEPARATOR.match(text):
        text = "\n" + text[said.end() :]
    head = text.lstrip("\n").partition("\n")[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    rows: list[Row] = []
    try:
        names = next(([_name(cell) for cell in row] for row in table if any(map(str.strip, row))), [])
        if twice := next((name for name in names if name and names.count(name) > 1), ""):
            raise Invalid(f"The first line names the column {twice[:40]} twice. Keep one of them.")
        for row in table:
            if not any(cell.strip() for cell in row):
                continue
            if len(rows) >= MOST_LINES:
                raise Invalid(f"The file has more than {MOST_LINES:,} lines. Bring it in pieces.")
            cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
            rows.append(Row(table.line_num, cells, tuple(cell for cell in row[len(names) :] if cell.strip())))
    except csv.Error:
        raise Invalid(f"Line {table.line_num} is no line of a table. Save the file as CSV once more.") from None
    return names, rows


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def nights_of(row: Row) -> Nights | Bad:
    """The night of a line, up to and with `until` where it names one; no line holds more words than columns."""
    if row.beyond:
        more = f"“{row.beyond[0][:40]}” stands in no column"
        return Bad(row.number, f"{more}: the line has more cells than the first one. Write 1212.50, without a comma")
    if not row.word("night"):
        return Bad(row.number, "night is missing")
    night, until = read_day(row.word("night")), read_day(row.word("until") or row.word("night"))
    if night is None or until is None:
        return Bad(row.number, f"“{row.word('until' if night else 'night')[:40]}” is no date like 2027-03-05")
    if until < night:
        return Bad(row.number, "until comes before the night")
    if (until - night).days >= MOST_NIGHTS:
        return Bad(row.number, f"a line may hold for {MOST_NIGHTS} nights at most")
    return Nights(night, (until - night).days + 1)
