"""A file of comma-separated values as somebody else wrote it: any encoding, stray spaces, lines that are none."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from app.kernel.errors import Invalid

LONGEST_CELL = 2**31 - 1
"""A comment of any length is a cell, and so is all that follows a quotation mark which nobody closed."""


class Bad(NamedTuple):
    """A line that was not used, or not wholly, and why. The header is line 1."""

    line: int
    reason: str


class Row(NamedTuple):
    """A line by its number, and its cells by column, without the blanks around them."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Table:
    """What a file holds. `bad` are the lines that have more or fewer cells than the header."""

    file: Path
    header: list[str]
    rows: list[Row] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    def require(self, columns: Sequence[str]) -> None:
        """Raises `Invalid` that names what the file has when it lacks one of the columns."""
        lacking = [name for name in columns if name not in self.header]
        if lacking:
            has = ", ".join(name for name in self.header if name)[:300] or "none"
            raise Invalid(f"{self.file} has no column {', '.join(lacking)}. Its columns are {has}.")


def read_table(file: Path, encoding: str | None = None) -> Table:
    """Every line of the file. Raises `Invalid` when it cannot be read, or is no table in that encoding.

    Without an encoding it is UTF-16 or UTF-8 as its first bytes say, UTF-8 if it is that, else Windows-1252. Columns
    are known by their names without blanks around them, the first of two that are alike. Semicolons part cells where
    the header has more of them than commas. Blank lines are no lines.
    """
    table, rows = stream_table(file, encoding)
    table.rows.extend(rows)
    return table


def stream_table(file: Path, encoding: str | None = None) -> tuple[Table, Iterator[Row]]:
    """The same for a file that would be long to keep: its rows one by one. `bad` is whole when they have been read."""
    text = _text(file, encoding)
    csv.field_size_limit(LONGEST_CELL)
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    with _refused(file):
        header = [name.strip() for name in next(lines, [])]
    if not any(header):
        raise Invalid(f"{file} has no line that names its columns.")
    table = Table(file, header)
    return table, _rows(table, lines)


def _rows(table: Table, lines: Any) -> Iterator[Row]:
    begins = lines.line_num + 1
    with _refused(table.file):
        for cells in lines:
            row = _row(table, begins, lines.line_num, cells)
            if row is not None:
                yield row
            begins = lines.line_num + 1


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise Invalid(f"{file} is not a table of comma-separated values: {error}.") from None


def _row(table: Table, line: int, last: int, cells: list[str]) -> Row | None:
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) != len(table.header):
        reason = f"{len(cells)} cells where the header has {len(table.header)}"
        if last > line:
            reason += f", from here to line {last}: is a quotation mark left open?"
        table.bad.append(Bad(line, reason))
        return None
    named: dict[str, str] = {}
    for name, cell in zip(table.header, cells, strict=True):
        named.setdefault(name, cell.strip())
    return Row(line, named)


def _text(file: Path, encoding: str | None) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror or error}.") from None
    try:
        return _decoded(content, encoding).replace("\0", "")
    except LookupError:
        raise Invalid(f"{encoding} is no encoding of text. Try latin1 or utf-8.") from None
    except ValueError:
        raise Invalid(f"{file} is not in {encoding or 'UTF-16'}. Name another --encoding.") from None


def _decoded(content: bytes, encoding: str | None) -> str:
    if encoding is not None:
        return content.decode(encoding).removeprefix("\ufeff")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def finite(cell: str) -> float | None:
    """The number that a cell holds; None for anything else, also for what is no finite number."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in cell else None
