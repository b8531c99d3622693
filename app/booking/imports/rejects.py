"""The lines that did not become bookings, as a file that can be mended and imported."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.booking.imports.reading import History, cells_of
from app.kernel.errors import Invalid

FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?$")


@contextmanager
def opened_rejects(file: Path | None) -> Iterator[IO[str] | None]:
    """The file, emptied, before any work is done for it; None for none. Raises `Invalid` when it cannot be written."""
    if file is None:
        yield None
        return
    try:
        out = file.open("w", newline="", encoding="utf-8")
    except OSError as error:
        raise Invalid(f"{file} cannot be written: {error.strerror}.") from None
    with out:
        yield out


def write_rejects(file: IO[str], history: History, refused: Mapping[int, str]) -> int:
    """Every rejected line and each of `refused` stands in the file with its number, its reason and its cells.

    Answers how many. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    reasons = {rejected.line: rejected.reason for rejected in history.rejected} | dict(refused)
    out = csv.writer(file)
    out.writerow(["line", "reason", *history.header])
    for line, cells in cells_of(history):
        if line in reasons:
            out.writerow([line, reasons[line], *map(harmless, cells)])
    return len(reasons)


def harmless(cell: str) -> str:
    """The cell, or with an apostrophe before it when it begins like a formula and is no number."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.match(cell) else cell
