"""The funnel's page and its files, on visits of the last week."""

import csv
import io
from xml.etree.ElementTree import Element

from flask import Flask

from tests import cast
from tests.markup import words
from tests.staffing import desk
from tests.unit.insight.funnel.visits import many

READS = 36


def cells(table: Element) -> list[list[str]]:
    rows = [row for row in table.iter("tr") if row.find("td") is not None]
    return [[words(cell) for cell in row] for row in rows]


def busy() -> None:
    """Forty visits that book, sixty that leave on the room page."""
    many(40, "booked", location_id=cast.found().id)
    many(60, "room", ("room", "rage_click", "calendar"), location_id=cast.found().id, device="phone")


def test_the_worst_step_is_marked_and_told(app: Flask) -> None:
    busy()
    page = desk(app, "marketing").get("/marketing/funnel", reads=READS)
    worst = [words(cell) for cell in page.one("tr", class_="worst")]
    assert worst == ["Details, the worst step", "", "40", "40.0%", "40.0%", "30.9% to 49.8%", "no data", "1:00"]
    assert "Room to details keeps 40.0%" in page.text
    assert "Six in ten leave on the room page" in page.text


def test_page_and_file_say_the_same(app: Flask) -> None:
    busy()
    visitor = desk(app, "marketing")
    table = visitor.get("/marketing/funnel", reads=READS).one("table", class_="funnel")
    shown = [int(row[2].replace(",", "")) for row in cells(table)]
    kept = list(csv.DictReader(io.StringIO(visitor.client.get("/marketing/funnel.csv").text)))
    assert [int(row["visits"]) for row in kept] == shown == [100, 100, 100, 40, 40, 40]
    assert float(kept[3]["went_on"]) == 0.4


def test_it_is_broken_down(app: Flask) -> None:
    busy()
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/funnel?by=device", reads=READS)
    by = next(table for table in page.all("table") if "by device" in words(table))
    assert [row[0] for row in cells(by)] == ["Phones", "Computers"]
    for dimension in ("source", "location", "returning", "heads", "lead"):
        visitor.get(f"/marketing/funnel?by={dimension}", reads=READS)
        assert visitor.client.get(f"/marketing/funnel.csv?table=groups&by={dimension}").status_code == 200


def test_filters_that_match_nothing_say_no_data(app: Flask) -> None:
    busy()
    page = desk(app, "marketing").get("/marketing/funnel?device=tablet", reads=READS)
    assert "No data: no visit fits these filters." in page.text
    assert "went no further than" not in page.text
    assert "0.0%" not in page.text


def test_the_visits_behind_a_drop_are_steps_without_persons(app: Flask) -> None:
    busy()
    page = desk(app, "marketing").get("/marketing/funnel/visits?step=room")
    assert page.h1 == "Visits that stopped at room"
    row = next(row for row in page.one("table").iter("tr") if row.find("td") is not None)
    assert words(row[1]) == "Phone, typed or bookmarked, new, Combe Harrow, party of 2, two nights, ten days ahead"
    steps = [words(mark) for mark in row.iter("li")]
    assert steps == ["0:00 Search", "1:00 Results", "2:00 Room", "2:05 Pressed “Calendar” again and again"]


def test_it_is_counted_another_way(app: Flask) -> None:
    busy()
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/funnel?order=strict&window=1h", reads=READS)
    table = next(table for table in page.all("table") if "counted another way" in words(table))
    assert [row[1] for row in cells(table)] == ["100", "100", "100", "40", "40", "40"]


def test_a_manager_sees_their_own_house_alone(app: Flask) -> None:
    busy()
    other = desk(app, "manager", "withy-moor")
    assert "No data" in other.get("/marketing/funnel", reads=READS).text
    assert other.client.get("/marketing/funnel?house=combe-harrow").status_code == 404
    assert "Six in ten" in desk(app, "manager").get("/marketing/funnel", reads=READS).text


def test_every_table_can_be_taken_away(app: Flask) -> None:
    visitor = desk(app, "marketing")
    for table in ("steps", "time", "groups", "weeks", "paths", "visits", "another_way"):
        assert visitor.client.get(f"/marketing/funnel.csv?table={table}").status_code == 200
    assert visitor.client.get("/marketing/funnel.csv?table=salaries").status_code == 422
