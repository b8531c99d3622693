"""A table is read however a spreadsheet wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.booking.imports.reading import read_history

HEADER = (
    "hotel,reserved_room_type,arrival_on,departure_on,booked_on,adults,adr,reservation_status,reservation_status_date"
)
LINE = "Hôtel d’Été,Garden,2016-08-01,2016-08-04,2016-07-01,2,100.00,Check-Out,2016-08-04"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "history.csv"
    file.write_bytes(f"{HEADER}\r\n{LINE}\r\n".replace(",", delimiter).encode(encoding))
    found = read_history(file, {})
    assert [(row.line, row.location) for row in found.rows] == [(2, "Hôtel d’Été")]
    assert not found.rejected
