"""Tables to take away: no cell is a formula, and everything reads back."""

import csv
import io

import pytest

from app.web.csv_file import cell_words, csv_file


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-2", "@here", "\t=1", "'quoted", "plain", 'a "b", c\nd', ""])
def test_text_is_no_formula_and_reads_back(words: str) -> None:
    body = csv_file("list.csv", ["Words"], [[words]]).get_data(as_text=True)
    cell = list(csv.reader(io.StringIO(body, newline="")))[1:]
    found = cell[0][0] if cell and cell[0] else ""
    assert not found.startswith(("=", "+", "-", "@", "\t"))
    assert cell_words(found) == words


def test_numbers_stand_as_they_are() -> None:
    answer = csv_file("list.csv", ["Night", "Amount"], [["2027-03-05", -1250], [None, 3]])
    assert answer.get_data(as_text=True) == "Night,Amount\r\n2027-03-05,-1250\r\n,3\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list.csv"'
