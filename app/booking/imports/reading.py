"""A file of another system's bookings, plain or packed, with its own names of columns or ours."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.booking.imports.rules import COLUMNS, NEEDED, Row, Unfit, read_row
from app.kernel.errors import Invalid

PACKED = b"\x1f\x8b"


class Rejected(NamedTuple):
    """A line that is no booking, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class History:
    """What a file holds. `digest` is of its unpacked content, so that packing it makes it no other file."""

    digest: str
    header: list[str]
    text: str = field(repr=False)
    delimiter: str = ","
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def read_mapping(file: Path) -> dict[str, str]:
    """`{our column: their column}` as a JSON file says it; raises `Invalid` for anything else."""
    try:
        mapping = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise Invalid(f"{file} is not JSON.") from None
    if not isinstance(mapping, dict) or not all(isinstance(name, str) for name in mapping.values()):
        raise Invalid(f'{file} must be an object like {{"hotel": "Property", "adr": "Rate"}}.')
    unknown = sorted(set(mapping) - set(COLUMNS))
    if unknown:
        raise Invalid(f"{file} maps {', '.join(unknown)}. Our columns are {', '.join(COLUMNS)}.")
    return mapping


def read_history(file: Path, mapping: Mapping[str, str]) -> History:
    """Every line of the file, as a booking or as rejected. Raises `Invalid` when the file is no such table at all."""
    content = _content(file)
    text = _text(content)
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    header = [name.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
    history = History(hashlib.sha256(content).hexdigest(), header, text, delimiter)
    places = _places(header, mapping, file)
    try:
        for line, cells in cells_of(history):
            try:
                history.rows.append(read_row(line, _named(cells, places, len(header))))
            except Unfit as reason:
                history.rejected.append(Rejected(line, str(reason)))
    except csv.Error as error:
        raise Invalid(f"{file} is not a table of comma-separated values: {error}.") from None
    return history


def cells_of(history: History) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line on which it begins, the header being line 1; blank lines are none."""
    lines = csv.reader(io.StringIO(history.text, newline=""), delimiter=history.delimiter)
    next(lines, None)
    begins = lines.line_num + 1
    for cells in lines:
        if cells:
            yield begins, cells
        begins = lines.line_num + 1


def _content(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        return gzip.decompress(content) if content.startswith(PACKED) else content
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").replace("\0", "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")


def _places(header: list[str], mapping: Mapping[str, str], file: Path) -> dict[str, int]:
    missing = sorted(set(mapping.values()) - set(header))
    if missing:
        raise Invalid(f"{file} has no column {', '.join(missing)}.")
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    theirs = set(mapping.values())
    places = {name: place for name, place in place_of.items() if name in COLUMNS and name not in theirs}
    places |= {ours: place_of[name] for ours, name in mapping.items()}
    lacking = [" or ".join(names) for names in NEEDED if not any(name in places for name in names)]
    if lacking:
        raise Invalid(f"{file} lacks {', '.join(lacking)}. A mapping can name them.")
    return places


def _named(cells: list[str], places: Mapping[str, int], width: int) -> dict[str, str]:
    if len(cells) != width:
        raise Unfit(f"{len(cells)} cells where the header has {width}")
    return {name: cells[place] for name, place in places.items()}
