"""The desk's tables to take away: numbers as they are, shares from 0 to 1, an empty cell where there is no data."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from app.marketing.asked import Asked
from app.web.csv_file import csv_file, csv_text

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a file; `name` is also what an address calls it."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Row]


def table_file(asked: Asked, table: Table) -> Response:
    """One table."""
    return csv_file(f"{table.name}-{_days(asked)}.csv", table.heads, table.rows)


def tables_file(asked: Asked, tables: Sequence[Table]) -> Response:
    """All of them in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(f"{table.name}.csv", csv_text(table.heads, table.rows))
    answer = Response(out.getvalue(), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="measures-{_days(asked)}.zip"'
    return answer


def _days(asked: Asked) -> str:
    return f"{asked.filters.since_on.isoformat()}-{asked.filters.until_on.isoformat()}"
