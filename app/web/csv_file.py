"""Tables to take away, as CSV. What somebody typed never becomes a formula on the computer that opens the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response
from werkzeug.exceptions import HTTPException

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download called `name` (with its ending) of `csv_text`."""
    answer = Response(csv_text(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def unreadable(sentence: str) -> HTTPException:
    """What the view of a file raises where part of its address cannot be read: 422 and the sentence as plain text.

    A file that answers another question would be kept as the answer to this one.
    """
    return HTTPException(response=Response(f"{sentence}\n", 422, content_type="text/plain; charset=utf-8"))


def at_most(most: int, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    """The first `most` of these; where there are more, a last line of one cell that says that they are left out."""
    for place, row in enumerate(rows):
        if place == most:
            yield (f"CUT HERE: only the first {most:,} lines. Ask for fewer days to have the rest.",)
            return
        yield row


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """RFC 4180, one line of headings.

    Numbers stand as they are. Text that begins like a formula has an apostrophe before it, which `cell_words` takes off
    again; None is an empty cell.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_cell(word) for word in head])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell_words(cell: str) -> str:
    """What was written into a cell of `csv_file`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
