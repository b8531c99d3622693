"""Rates as CSV: taken away and brought back, looked over line by line, in the draft whole or not at all."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask

from app.pricing.draft.operations import set_bound
from app.pricing.draft.queries import draft_of
from app.pricing.draft.rules import Bound
from app.store import db
from tests import drafts
from tests.builders import FRIDAY
from tests.cast import House, found
from tests.page import Page, Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)

URL = "/staff/combe-harrow/rates/csv"
HEAD = "night,room_type,rate_plan,rate\n"


@pytest.fixture
def house(app: Flask) -> House:
    made = found()
    set_bound(made.room_types["snug"], Bound(10000, 30000), by=None)
    return made


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def bring(visitor: Visitor, data: bytes, status: int = 200) -> Page:
    form = visitor.get(URL).form(action=URL)
    return visitor.post(form.action, form.data() | {"file": (io.BytesIO(data), "rates.csv")}, status)


def drafted(house: House) -> dict[str, int]:
    db.session.rollback()
    return {cell.night.isoformat(): amount for cell, amount in draft_of(house.id).rates.items()}


def test_what_is_taken_away_comes_back_as_it_was(manager: Visitor, house: House) -> None:
    answer = manager.client.get("/staff/combe-harrow/rates/export?from=2027-03-05&until=2027-03-07")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 3 * 3
    assert rows[0] == {
        "night": "2027-03-05",
        "weekday": "Fri",
        "room_type": "snug",
        "rate_plan": "flexible",
        "rate": "150.00",
        "draft": "",
        "floor": "100.00",
        "ceiling": "300.00",
        "left": "3",
    }
    page = bring(manager, answer.data)
    assert "No nights would change, nine nights would stay as now." in page.text
    changed = bring(manager, answer.data.replace(b"150.00", b"165.50"))
    assert "Nine nights would change" in changed.text
    assert re.search(r"Snug, Flexiblethree nightsFri 5 March to Sun 7 March 2027£150£165.50", changed.text)
    assert drafted(house) == {}
    done = manager.submit(changed.form(action=f"{URL}/draft"))
    assert "It stands in the draft" in done.text
    assert set(drafted(house).values()) == {16550}
    assert len(draft_of(house.id).rates) == 9
    assert "Looked over" not in manager.get(URL).text


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffNight;Room type;Rate plan;Rate\r\n05/03/2027;Snug;FLEXIBLE;212,50\r\n".encode(),
        "night\troom_type\trate_plan\trate\n2027-03-05\tsnug\tflexible\t£212.50\n".encode("latin-1"),
        b'rate,night,rate_plan,room_type,notes\n"212.50",2027-3-5,flexible,snug,\xe9t\xe9\n\n',
        b"night,until,room_type,rate_plan,rate\n2027-03-05,2027-03-05,snug,flexible,212.5",
        "night\troom_type\trate_plan\trate\r\n2027-03-05\tsnug\tflexible\t£212.50\r\n".encode("utf-16"),
        b"sep=;\r\nnight;room_type;rate_plan;rate\r\n2027-03-05;snug;flexible;212.50;;\r\n",
        b"\n,,,\nnight,room_type,rate_plan,rate\n\n2027-03-05,snug,flexible,212.50\n",
    ],
)
def test_files_as_spreadsheets_write_them(manager: Visitor, house: House, data: bytes) -> None:
    page = bring(manager, data)
    assert "One night would change" in page.text
    manager.submit(page.form(action=f"{URL}/draft"))
    assert drafted(house) == {"2027-03-05": 21250}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2027-03-05,snug,flexible,0", "would be £0. A rate is more than nothing."),
        ("2027-03-05,snug,flexible,-20", "would be -£20. A rate is more than nothing."),
        ("2027-03-05,snug,flexible,300.01", "The ceiling is £300."),
        ("2027-03-05,snug,flexible,99", "The floor is £100."),
        ("2027-02-28,snug,flexible,150", "has gone by"),
        ("2032-02-28,snug,flexible,150", "three years ahead"),
        ("2027-02-30,snug,flexible,150", "is no date"),
        ("2027-03-05,sea-view,flexible,150", "no room type called “sea-view”"),
        ("2027-03-05,snug,half board,150", "no rate called “half board”"),
        ("2027-03-05,snug,saver,150", "Saver follows Flexible"),
        ("2027-03-05,snug,flexible,=1+1", "“=1+1” is no rate"),
        ("2027-03-05,snug,flexible,1e9", "is no rate"),
        ("2027-03-05,snug,flexible", "Rate is missing"),
        ("2027-03-05,snug,flexible,212,50", "“50” stands in no column: the line has more cells"),
        ("2027-03-05,snug,flexible,150\n2027-03-05,Snug,flexible,160", "again, which line 2 sets. Keep one of them"),
    ],
)
def test_a_bad_line_is_named_and_keeps_the_whole_file_out(
    manager: Visitor, house: House, line: str, reason: str
) -> None:
    page = bring(manager, f"{HEAD}{line}\n2027-03-06,snug,flexible,170\n".encode())
    assert reason in page.text
    assert page.all("form", action=f"{URL}/draft") == []
    token = page.one("form", action=f"{URL}/forget")
    values = {field.attrib["name"]: field.get("value", "") for field in token.iter("input")}
    manager.post(f"{URL}/draft", values | {"seen": "1.0.0"}, 409)
    assert drafted(house) == {}


def test_overlapping_spans_are_refused(manager: Visitor, house: House) -> None:
    head = "night,until,room_type,rate_plan,rate\n"
    lines = "2027-03-05,2027-03-09,snug,flexible,150\n2027-03-08,2027-03-12,snug,flexible,170\n"
    page = bring(manager, (head + lines).encode())
    assert "Two lines cannot be taken" in page.text
    assert "Sets 2027-03-08, which line 3 sets again" in page.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"night,room_type\n2027-03-05,snug\n",
        HEAD.encode(),
        b"\x00\xff\xfe",
        b'night,"room\n',
        b"PK\x03zip",
        b"night,room_type,rate_plan,rate,rate\n2027-03-05,snug,flexible,150,160\n",
        "night,rate\n".encode("utf-16") + b"\xff",
    ],
)
def test_what_is_no_table_of_rates_is_sent_back(manager: Visitor, house: House, data: bytes) -> None:
    assert "Not done" in bring(manager, data, 422).text


def test_files_are_taken_up_to_six_megabytes(manager: Visitor, house: House) -> None:
    line = b"2027-03-05,snug,flexible,170\n"
    padded = HEAD.encode() + line + b"\n" * 1_200_000
    assert "One night would change" in bring(manager, padded).text
    form = manager.get(URL).form(action=URL)
    answer = manager.client.post(URL, data=form.data() | {"file": (io.BytesIO(b"\n" * 6_100_000), "rates.csv")})
    assert answer.status_code == 413
    other = manager.client.post("/staff/combe-harrow/rates/draft", data={"x": "y" * 1_100_000})
    assert other.status_code == 413


def test_rates_that_changed_meanwhile_are_not_overwritten(manager: Visitor, house: House) -> None:
    page = bring(manager, f"{HEAD}2027-03-05,snug,flexible,170\n".encode())
    drafts.moved(house, drafts.cells(house, [FRIDAY]), "set", 18000)
    assert "Nothing was done" in manager.submit(page.form(action=f"{URL}/draft"), 409).text
    assert drafted(house) == {"2027-03-05": 18000}


def test_a_file_is_forgotten(manager: Visitor, house: House) -> None:
    page = bring(manager, f"{HEAD}2027-03-05,snug,flexible,170\n".encode())
    assert "Looked over" not in manager.submit(page.form(action=f"{URL}/forget")).text


@pytest.mark.parametrize("query", ["", "from=2027-03-05", "from=x&until=y", "from=2027-03-05&until=2030-03-05"])
def test_no_period_is_sent_back(manager: Visitor, query: str) -> None:
    assert "Choose a first and a last night" in manager.get(f"/staff/combe-harrow/rates/export?{query}", 422).text


def test_reception_is_told_of_a_wrong_period_on_a_page_it_may_read(app: Flask) -> None:
    page = desk(app, "reception").get("/staff/combe-harrow/rates/export?from=x&until=y", 422)
    assert "Choose a first and a last night" in page.text
    assert not page.all("input", type="file")


def test_the_export_tells_the_draft(manager: Visitor, house: House) -> None:
    drafts.moved(house, drafts.cells(house, [FRIDAY, FRIDAY + timedelta(days=1)]), "set", 18000)
    answer = manager.client.get("/staff/combe-harrow/rates/export?from=2027-03-05&until=2027-03-05")
    rows = {row["room_type"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert (rows["snug"]["rate"], rows["snug"]["draft"]) == ("150.00", "180.00")
