"""The map says how each phase went, what makes it a moment of truth, and what else was heard."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from app.care.cases.models import Case
from app.care.friction import note_friction
from app.experience.reviews.models import Review
from app.inventory.models import Allotment
from app.plan.pulse.models import PulseCount
from app.store import db, transaction, write
from tests.cast import found
from tests.markup import words
from tests.page import Page, Visitor
from tests.pasts import pasts
from tests.staffing import desk, hired
from tests.unit.insight.answers import stay
from tests.unit.insight.funnel.visits import many
from tests.web.marketing.visited import visits

READS = 54
URL = "/marketing/journey?from=2027-02-01&until=2027-02-28"
FEBRUARY, JANUARY = date(2027, 2, 1), date(2027, 1, 1)


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def column(page: Page, name: str) -> list[str]:
    """The cells of a phase, from the top."""
    table = page.all("table", class_="journey")[0]
    heads = [words(head) for head in table.iter("th") if head.get("scope") == "col"]
    place = next(number for number, head in enumerate(heads) if head.startswith(name))
    rows = [list(row) for row in table.iter("tr")][1:]
    return [words(row[place]) for row in rows if len(row) > 2]


def test_without_data_the_page_says_so(nell: Visitor) -> None:
    page = nell.get(URL, reads=READS)
    assert "Cannot tell yet: too few visits and answers" in page.text
    assert "no data" in column(page, "Paying")[1]
    assert "0%" not in column(page, "Paying")[1]
    assert "No data: no complaint, note or lost call" in page.text
    assert "Nothing is planned yet" in page.text


def test_a_phase_has_its_figure_with_interval_and_n(nell: Visitor) -> None:
    visits(date(2027, 2, 10), found().id, results=200, details=120, payment=100, booked=50)
    page = nell.get(URL, reads=READS)
    assert "50% 40 to 60 n 100, Step rate, payment to booked" in column(page, "Paying")[1]
    lines = list(csv.reader(io.StringIO(nell.client.get(URL.replace("journey", "journey.csv")).text)))
    (line,) = [line[2:6] for line in lines if line[1] == "Step rate, payment to booked"]
    assert (line[0], f"{float(line[1]):.4f}", f"{float(line[2]):.4f}", line[3]) == ("0.5", "0.4038", "0.5962", "100")


def test_what_staff_noted_is_heard_in_its_phase(app: Flask, nell: Visitor) -> None:
    by = hired("kitchen", mail="saw.it@quince.example")
    note_friction("Cold soup", "food", "/staff", location_id=found().id, by=by)
    page = nell.get("/marketing/journey?from=2027-02-15&until=2027-03-01", reads=READS)
    heard = next(table for table in page.all("table") if "notes of staff" in words(table))
    assert [[words(cell) for cell in row] for row in heard.iter("tr")][1:] == [["Supper", "0", "1", "0"]]


def test_root_causes_of_cases_are_heard_in_the_phase_that_they_belong_to(nell: Visitor) -> None:
    """Of the house asked for alone; from thirty on they make the phase a moment of truth. A case without a cause yet is
    in none."""
    at, here, elsewhere = datetime(2027, 2, 10, tzinfo=UTC), found().id, found("withy-moor").id
    done = {"state": "resolved", "contacted_at": at, "resolved_at": at, "due_at": at, "opened_at": at}
    causes = [(here, "food")] * 30 + [(elsewhere, "room")]
    rows: list[dict[str, Any]] = [
        done | {"subject": "enquiry", "subject_id": number, "title": "Complaint", "location_id": place, "theme": theme}
        for number, (place, theme) in enumerate(causes, start=1)
    ]
    open_still = {"subject_id": 99, "state": "open", "contacted_at": None, "resolved_at": None, "theme": None}
    transaction(lambda: write(insert(Case.__table__), [*rows, rows[0] | open_still]))
    page = nell.get(f"{URL}&house=combe-harrow", reads=READS)
    assert heard_in(page) == [["Supper", "30", "0", "0"]]
    assert "30 cases had their root cause here" in column(page, "Supper")[4]
    both = nell.get(URL, reads=READS)
    assert heard_in(both) == [["Staying", "1", "0", "0"], ["Supper", "30", "0", "0"]]
    assert "had their root cause here" not in column(both, "Staying")[4], "one is too few"


def heard_in(page: Page) -> list[list[str]]:
    table = next(table for table in page.all("table") if "notes of staff" in words(table))
    return [[words(cell) for cell in row] for row in table.iter("tr")][1:]


def test_what_reviews_give_a_moment_stands_in_its_phase_and_makes_it_one_of_truth(nell: Visitor) -> None:
    day, written, shown = date(2027, 2, 10), datetime(2027, 2, 11, tzinfo=UTC), datetime(2027, 2, 12, tzinfo=UTC)
    same = {"location_id": found().id, "kind": "couple", "dogs": False, "nights": 2, "departure_on": day, "room": 5}
    said = [
        same | {"booking_id": stay(found(), day), "leaving": 5 if number < 12 else 2, "words": "Leeks"}
        for number in range(40)
    ]
    for one in said:
        one |= {"written_at": written, "shows_at": shown}
    transaction(lambda: write(insert(Review.__table__), said))
    page = nell.get(URL, reads=READS)
    assert "30%, low 18 to 45 n 40, Reviews, leaving" in column(page, "Leaving")[1]
    assert "30% of 40 reviews gave “Leaving” 4 or 5 of 5" in column(page, "Leaving")[4]
    assert "100% 91 to 100 n 40, Reviews, the room" in column(page, "Staying")[1]
    assert "reviews gave" not in column(page, "Staying")[4]


def test_a_month_of_the_pulse_is_shown_once_it_is_over_and_five_answered(nell: Visitor) -> None:
    here = found().id
    rows = [(FEBRUARY, 5, 4), (FEBRUARY, 2, 4), (JANUARY, 5, 4), (date(2027, 3, 1), 5, 9)]
    transaction(
        lambda: db.session.add_all(
            PulseCount(month_on=month_on, location_id=here, ease=ease, answers=answers)
            for month_on, ease, answers in rows
        )
    )
    page = nell.get(URL, reads=READS)
    pulse = next(table for table in page.all("table") if "Staff who found work easy" in words(table))
    cells = {words(row[0]): [words(cell) for cell in row[1:]] for row in pulse.iter("tr")}
    assert cells["House"][-1] == "Feb 2027"
    assert cells["Combe Harrow"][-2:] == ["not shown", "50% n 8"]
    assert cells["All that are shown"][-2:] == ["not shown", "50% n 8"]


def test_a_manager_reads_their_own_house(app: Flask) -> None:
    page = desk(app, "manager").get(URL, reads=READS)
    assert "Withy Moor" not in page.text
    desk(app, "manager", "withy-moor").get(f"{URL}&house=combe-harrow", 404)


def test_many_visits_cost_no_more_statements(nell: Visitor) -> None:
    before = len(nell.get(URL, reads=READS).statements.reads)
    visits(date(2027, 2, 10), found().id, results=50, details=40, payment=30, booked=20)
    assert len(nell.get(URL, reads=READS).statements.reads) == before


def test_what_to_do_first_opens_an_action_that_is_half_written(nell: Visitor) -> None:
    at: dict[str, Any] = {"location_id": found().id, "device": "phone"}
    at["at"] = datetime(2027, 2, 10, 12, tzinfo=UTC)
    many(120, "booked", **at)
    many(60, "details", ("details", "field_error", "details.email.wrong"), **at)
    page = nell.get(URL, reads=READS)
    table = next(table for table in page.all("table") if "What to do first" in words(table))
    first = [words(cell) for cell in table.findall(".//tbody/tr")[0]]
    assert first[:2] == ["Paying", "Bookings lost"]
    link = next(a.attrib["href"] for a in table.iter("a") if "/actions/new" in a.attrib["href"])
    form = nell.get(link).form(action="/marketing/actions/new").data()
    assert (form["phase"], form["measure"]) == (["paying"], ["step:payment>booked"])
    assert "bookings lost to a field refused" in form["evidence"][0]
    strange = nell.get("/marketing/actions/new?phase=nowhere&measure=x&evidence=" + "e" * 900)
    assert strange.form(action="/marketing/actions/new").data()["phase"] == [""]


def test_sales_that_fell_against_the_year_before_are_evidence_and_open_an_action(nell: Visitor) -> None:
    house, then = found(), date(2026, 3, 2)
    nights = [then + timedelta(days=number) for number in range(35)]
    rows = [{"resource_id": house.resources["snug"], "night": night, "sellable": 3} for night in nights]
    transaction(lambda: write(insert(Allotment.__table__), rows))
    pasts(house, None, nights[2::2])
    page = nell.get("/marketing/journey?from=2027-03-01&until=2027-04-04&house=combe-harrow", reads=READS)
    occupancy, adr = ([words(cell) for cell in row] for row in page.one(id="sold").findall(".//tbody/tr")[:2])
    assert occupancy[:5] == ["Occupancy", "0.0%", "0.0 to 0.0", "35", "31.4%"]
    assert occupancy[5] == "−31 points: a change (p < .001)"
    assert adr[:2] == ["ADR", "no data"]
    assert "Occupancy was 0.0%, 31.4% in the same weeks a year before" in column(page, "Choosing")[4]
    first = page.one(id="first")
    assert [words(cell) for cell in first.findall(".//tbody/tr")[0]][:2] == ["Choosing", "Sales fell"]
    link = next(a.attrib["href"] for a in first.iter("a") if "/actions/new" in a.attrib["href"])
    form = nell.get(link).form(action="/marketing/actions/new").data()
    assert (form["phase"], form["measure"]) == (["choosing"], ["occupancy:"])


def test_every_table_below_the_map_can_be_taken_away(nell: Visitor) -> None:
    heads = {"promises": "house,phase,promise", "heard": "phase,complaints", "pulse": "house,month"}
    heads |= {"touchpoints": "phase,touchpoint", "sold": "figure,now,low,high,nights"}
    for table, head in heads.items():
        assert nell.client.get(f"/marketing/journey.csv?table={table}").text.startswith(head)
    assert nell.client.get("/marketing/friction.csv?table=fields").text.startswith("field,code,visits")
    assert nell.client.get("/marketing/denied.csv?table=calls").text.startswith("reason,calls")
    assert nell.client.get("/marketing/friction.csv?table=vitals").text.startswith("step,what,n,median")
