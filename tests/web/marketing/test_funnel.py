"""The funnel's page and its files, on visits of the last week."""

import csv
import io
from datetime import timedelta
from itertools import count
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import update

from app.booking.models import Booking
from app.kernel.stay import Stay
from app.store import transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.markup import words
from tests.staffing import desk
from tests.unit.insight.funnel.visits import WEEK_AGO, many

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


def test_bookings_of_before_the_log_are_nobodys_objection(app: Flask) -> None:
    nights = count(20)

    def booked(source: str, days: int) -> None:
        stay = Stay.of(TODAY + timedelta(days=next(nights)), 1)
        booking_id = placed(basket(cast.found(), "garden", stay=stay)).booking_id
        values = {"source": source, "booked_at": WEEK_AGO - timedelta(days=days)}
        transaction(lambda: write(update(Booking.__table__).where(Booking.id == booking_id).values(**values)))

    for source, days in (("web", 7), ("phone", 7), ("import", 7), ("web", 0)):
        booked(source, days)
    visitor = desk(app, "marketing")
    told = "0 more by the same visits + 1 at the desk and by phone + 1 imported + {} by objectors and bots."
    page = visitor.get("/marketing/funnel", reads=READS)
    assert told.format("2 before visits were logged + 0") in page.text, "without a log nothing is known of any"
    many(3, "search")
    page = visitor.get("/marketing/funnel", reads=READS)
    assert f"4 bookings in the ledger = 0 in the funnel + {told.format('1 before visits were logged + 1')}" in page.text


def test_what_the_paths_leave_out_is_said(app: Flask) -> None:
    busy()
    page = desk(app, "marketing").get("/marketing/funnel", reads=READS)
    assert "their first three moves, and whether details led to a booking. What came later is not drawn." in page.text
