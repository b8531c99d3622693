"""The report of cases and enquiries: in time, put right, by house and cause, what it cost; and on the board."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from app.care.cases import complain, contact_guest, give_remedy, resolve_case, say_put_right
from app.care.cases.models import Case
from app.care.enquiries import answer, write_to_house
from app.experience.surveys import Given, ask_about_case, record_answer
from app.experience.surveys.rules import CASE, Scores
from app.store import db
from tests.markup import words
from tests.page import Visitor
from tests.staffing import desk
from tests.web.guest.stays import booked

pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]
URL = "/marketing/cases?from=2027-03-01&until=2027-03-31"
READS = 14


def a_case(set_clock: SetClock, number: int, *, late: bool = False, put_right: int = 0) -> None:
    """One about the room, whose guest was reached after two hours, or too late; answered when asked again."""
    set_clock("2027-03-02T09:00+00:00")
    booking_id, _ = booked("snug" if number % 2 else "garden")
    complain("enquiry", number, booking_id, "Complaint: the room", "Cold")
    case_id = db.session.query(Case.id).filter_by(subject_id=number).scalar()
    set_clock("2027-03-03T11:00+00:00" if late else "2027-03-02T11:00+00:00")
    contact_guest(case_id, "telephone", "Kind about it", seen_revision=0, by=1)
    if put_right:
        give_remedy(case_id, 2500, "Cold", limit_minor=None, seen_revision=1, by=1)
        resolve_case(case_id, "room", "Mended", seen_revision=2, by=1)
        set_clock("2027-03-04T10:00+00:00")
        ask_about_case(case_id)
        record_answer(CASE, booking_id, case_id, Given(Scores(csat=put_right)))
        say_put_right(case_id)


def test_without_data_nothing_is_zero(app: Flask) -> None:
    page = desk(app, "marketing").get(URL, reads=READS)
    assert "No case was opened" in page.text
    assert "Nobody asked anything" in page.text


def test_in_time_put_right_and_what_it_cost(app: Flask, set_clock: SetClock) -> None:
    a_case(set_clock, 1, put_right=5)
    a_case(set_clock, 2, late=True)
    booking_id, _ = booked("snug")
    set_clock("2027-03-02T09:00+00:00")
    thread = write_to_house(booking_id, "food", "No nuts")
    set_clock("2027-03-02T12:00+00:00")
    answer(thread, "Read.", seen_revision=0, by=1)
    set_clock("2027-03-05T12:00+00:00")
    nell = desk(app, "marketing")
    page = nell.get(URL, reads=READS)
    by_house = words(page.all("table")[0])
    for told in ("Combe Harrow2", "50.0%", "of 2", "100.0%", "of 1", "14.0 h", "£25.00"):
        assert told in by_house, told
    assert "The roomStaying" in words(page.all("table")[1])
    assert "Staying11" in words(page.all("table")[2])
    assert "No cause yet11" in words(page.all("table")[2])
    assert "Complaint2" in words(page.all("table")[3])
    assert "3.0 h" in words(page.all("table")[4])
    lines = list(csv.reader(io.StringIO(nell.client.get(URL.replace("cases?", "cases.csv?")).text)))
    assert lines[1][:5] == ["all", "", "", "2", "0.5"]
    assert lines[1][10:] == ["1", "14.0", "2.0", "1", "2500", "GBP"]
    assert [line[1:4] for line in lines if line[0] == "cause"] == [
        ["The room", "Staying", "1"],
        ["No cause yet", "", "1"],
    ]
    board = nell.get("/marketing/board?from=2027-03-01&until=2027-03-31", reads=26)
    assert "3.0" in words(board.one("tr", id="enquiries"))
    assert "66.7%" in words(board.one("tr", id="complaints"))
    assert "14.0" in words(board.one("tr", id="cases"))


def test_whoever_runs_a_house_sees_its_own(app: Flask, set_clock: SetClock) -> None:
    a_case(set_clock, 1)
    assert "No case was opened" in desk(app, "manager", "withy-moor").get(URL, reads=READS).text
    assert "Combe Harrow" in desk(app, "manager").get(URL, reads=READS).text
    desk(app, "reception").get(URL, 403)
    marketing: Visitor = desk(app, "marketing", mail="other@quince.example")
    marketing.get("/marketing/cases?house=nowhere", 404)
    marketing.get("/marketing/cases?from=2027-03-31&until=2027-03-01", 422)
