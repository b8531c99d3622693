"""The report of the houses: its period, its tables and their files."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import update

from app.catalogue.models import Location
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.markup import words
from tests.staffing import desk

READS = 16


def cells(table: object) -> list[list[str]]:
    rows = [row for row in table.iter("tr") if row.find("td") is not None]  # type: ignore[attr-defined]
    return [[words(cell) for cell in row] for row in rows]


def test_the_page_tells_what_was_sold_and_the_file_says_the_same(app: Flask) -> None:
    placed(basket(cast.found()))
    visitor = desk(app, "administrator")
    page = visitor.get("/staff/reports?from=2027-03-05&until=2027-03-06", reads=READS)
    trade = cells(page.all("table")[0])
    assert trade[0][:4] == ["Combe Harrow", "2", "14", "14.3%"]
    assert trade[1][:4] == ["Withy Moor", "0", "14", "0.0%"]
    assert trade[2][:4] == ["Together", "2", "28", "7.1%"]
    assert trade[1][4] == "no data", "no room was sold, so there is no rate"
    answer = visitor.client.get("/staff/reports.csv?table=trade&from=2027-03-05&until=2027-03-06")
    assert list(csv.reader(io.StringIO(answer.text)))[1:] == trade


def test_money_of_two_currencies_is_never_added(app: Flask) -> None:
    placed(basket(cast.found()))
    abroad = update(Location).where(Location.slug == "withy-moor").values(currency="EUR")
    transaction(lambda: (write(abroad), raise_versions([CATALOGUE])))
    page = desk(app, "administrator").get("/staff/reports?from=2027-03-05&until=2027-03-06", reads=READS)
    trade, nights = cells(page.all("table")[0]), cells(page.all("table")[-1])
    assert trade[0][4].startswith("£")
    assert trade[2][:4] == ["Together", "2", "28", "7.1%"]
    for row in (trade[2], *nights):
        assert [row[place] for place in (4, 5, 6, 8)] == ["more than one currency"] * 4, row


def test_the_month_is_shown_where_nothing_is_asked(app: Flask) -> None:
    page = desk(app, "manager").get("/staff/combe-harrow/reports", reads=READS)
    assert "Monday 1 March 2027 to Wednesday 31 March 2027" in page.text
    assert len(cells(page.all("table")[-1])) == 31 + 1


def test_a_long_period_is_told_by_month(app: Flask) -> None:
    page = desk(app, "manager").get("/staff/combe-harrow/reports?from=2027-03-01&until=2027-06-30", reads=READS)
    assert [row[0] for row in cells(page.all("table")[-1])] == [
        "March 2027", "April 2027", "May 2027", "June 2027", "Together",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("tomorrow", "2027-03-05"),
        ("2027-03-05", "2027-03-01"),
        ("2027-03-05", "2199-01-01"),
        ("0001-01-01", "0001-01-02"),
    ],
)
def test_a_period_that_cannot_be_read_stays_as_it_was_typed(app: Flask, first: str, last: str) -> None:
    visitor = desk(app, "manager")
    page = visitor.get(f"/staff/combe-harrow/reports?from={first}&until={last}", 422, reads=READS)
    assert page.one("input", id="from").attrib["value"] == first
    assert page.all(role="alert")
    assert (
        visitor.client.get(f"/staff/combe-harrow/reports.csv?table=trade&from={first}&until={last}").status_code == 404
    )


def test_marketing_reads_every_house_and_reception_none(app: Flask) -> None:
    assert "Withy Moor" in desk(app, "marketing").get("/staff/reports", reads=READS).text
    assert desk(app, "reception").client.get("/staff/reports").status_code == 403
