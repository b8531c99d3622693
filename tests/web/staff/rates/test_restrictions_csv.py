"""Restrictions as CSV: taken away and brought back, looked over line by line, in the draft whole or not at all."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from app.pricing.draft.queries import draft_of
from app.pricing.draft.rules import FREE, Limits, Scope
from app.store import db
from tests import drafts
from tests.builders import FRIDAY
from tests.cast import House, found
from tests.page import Page, Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)

URL = "/staff/combe-harrow/rates/csv"
EXPORT = "/staff/combe-harrow/rates/restrictions/export?from=2027-03-05&until=2027-03-07"


@pytest.fixture
def house(app: Flask) -> House:
    """The Friday shut to arrivals for everyone and wanting two nights of the snug; on the Saturday a draft."""
    made = found()
    drafts.forbidden(made, [FRIDAY], closed_to_arrival=True)
    drafts.forbidden(made, [FRIDAY], "room_type", made.room_types["snug"], min_stay_arrival=2, max_stay=7)
    drafts.published(made)
    drafts.forbidden(made, [FRIDAY + timedelta(days=1)], "rate_plan", made.plans["flexible"], closed=True)
    return made


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def bring(visitor: Visitor, data: bytes, status: int = 200) -> Page:
    form = visitor.get(URL).form(action=URL)
    return visitor.post(form.action, form.data() | {"file": (io.BytesIO(data), "rules.csv")}, status)


def drafted(house: House) -> dict[Scope, Limits]:
    db.session.rollback()
    return dict(draft_of(house.id).limits)


def test_what_is_taken_away_comes_back_changed(manager: Visitor, house: House) -> None:
    answer = manager.client.get(EXPORT)
    assert 'filename="restrictions-combe-harrow-2027-03-05-2027-03-07.csv"' in answer.headers["Content-Disposition"]
    everyone, snug, flexible = csv.DictReader(io.StringIO(answer.text))
    assert (everyone["room_type"], everyone["rate_plan"], everyone["closed_to_arrival"]) == ("", "", "yes")
    assert (snug["room_type"], snug["min_stay_arrival"], snug["min_stay_through"]) == ("snug", "2", "")
    assert (flexible["rate_plan"], flexible["closed"], flexible["draft"]) == ("flexible", "no", "shut")
    before = drafted(house)
    same = bring(manager, b"\n".join(answer.data.splitlines()[:3]))
    assert "No nights would change, two nights would stay as now." in same.text

    lifted = b"night,until,Room type,min stay arrival,closed\n2027-03-05,2027-03-06,Snug,,x\n2027-03-09,,,3,\n"
    page = bring(manager, lifted)
    assert "Three nights would change" in page.text
    now, then = "two nights at least, arriving and seven nights at most", "shut and seven nights at most"
    assert f"Snugone nightFri 5 March 2027{now}{then}" in page.text
    assert "The whole houseone nightTue 9 March 2027nothing forbiddenthree nights at least, arriving" in page.text
    assert drafted(house) == before, "looked over, not done"
    done = manager.submit(page.form(action=f"{URL}/draft"))
    assert "It stands in the draft" in done.text
    assert "drafted restrictions for three nights, Fri 5 March to Tue 9 March" in done.text
    kind = ("room_type", house.room_types["snug"])
    assert drafted(house) == before | {
        Scope(FRIDAY, *kind): Limits(closed=True, max_stay=7),
        Scope(FRIDAY + timedelta(days=1), *kind): Limits(closed=True),
        Scope(FRIDAY + timedelta(days=4), "location", house.id): Limits(min_stay_arrival=3),
    }
    manager.submit(bring(manager, b"night,rate_plan,closed\n2027-03-06,flexible,no\n").form(action=f"{URL}/draft"))
    assert FREE not in drafted(house).values(), "what is as guests see it leaves the draft"
    assert len(drafted(house)) == 3


BAD = (
    ("2027-03-05,snug,flexible,yes,,", "a rule holds for a room type or for a rate"),
    ("2027-03-05,sea-view,,yes,,", "no room type called “sea-view”"),
    ("2027-03-05,,half board,yes,,", "no rate called “half board”"),
    ("2027-03-05,snug,,perhaps,,", "“perhaps” under closed is neither yes nor no"),
    ("2027-03-05,snug,,no,2.5,", "“2.5” under min_stay_arrival is no number of nights"),
    ("2027-03-05,snug,,no,=1+1,", "“=1+1” under min_stay_arrival is no number of nights"),
    ("2027-03-06,snug,,no,29,", "a stay is 1 to 28 nights"),
    ("2027-03-07,snug,,no,0,", "a stay is 1 to 28 nights"),
    ("2027-03-08,snug,,no,4,3", "at least 4 nights and at most 3"),
    ("2027-02-28,snug,,yes,,", "has gone by"),
    ("2032-02-28,snug,,yes,,", "three years ahead"),
    ("2027-02-30,snug,,yes,,", "is no date"),
    ("2027-03-12,snug", "the line has fewer cells than the first line"),
    ("2027-03-13,garden,,yes,,\n2027-03-13,Garden,,no,,", "sets 2027-03-13 again, which line 15 sets"),
)


def test_bad_lines_are_named_and_keep_the_whole_file_out(manager: Visitor, house: House) -> None:
    before = drafted(house)
    lines = "\n".join(line for line, _ in BAD)
    head = "night,room_type,rate_plan,closed,min_stay_arrival,max_stay\n"
    page = bring(manager, f"{head}{lines}\n2027-03-20,snug,,yes,,\n".encode())
    for _, reason in BAD:
        assert reason.lower() in page.text.lower(), reason
    assert "15 lines cannot be taken" in page.text
    assert page.all("form", action=f"{URL}/draft") == []
    token = page.form(action=f"{URL}/forget").data()
    manager.post(f"{URL}/draft", token | {"seen": "1.0.0"}, 409)
    assert drafted(house) == before
    for data, why in (
        (b"night,room_type,rate_plan,rate,closed\n2027-03-05,snug,flexible,150,yes\n", "in two files"),
        (b"room_type,closed\nsnug,yes\n", "restrictions need night"),
        (b"night,closed\n", "its first line and no other"),
        (b"night,closed,min_stay\n2027-03-05,yes,2\n", "The column min_stay is no restriction"),
    ):
        assert why in bring(manager, data, 422).text


def test_restrictions_that_changed_meanwhile_are_not_overwritten(manager: Visitor, house: House) -> None:
    page = bring(manager, b"night,closed\n2027-03-05,yes\n")
    drafts.forbidden(house, [FRIDAY], closed_to_departure=True)
    assert "Nothing was done" in manager.submit(page.form(action=f"{URL}/draft"), 409).text
    assert not drafted(house)[Scope(FRIDAY, "location", house.id)].closed
    assert manager.get(EXPORT.replace("2027-03-07", "x"), 422).h1.startswith("Rates and restrictions as CSV")
