"""Calls that came to no booking: written down by one press, and read by reason."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from tests import stock
from tests.page import Form, Page, Visitor
from tests.staffing import desk

TOO_MANY = "/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=1&children=4,5,6,7&dogs=1"
LIST = "/staff/lost-calls"


@pytest.fixture
def reception(app: Flask) -> Visitor:
    return desk(app, "reception")


def log_form(page: Page) -> Form:
    return page.form(action=LIST, method="post")


def test_one_press_writes_down_a_search_that_found_nothing(reception: Visitor) -> None:
    page = reception.submit(log_form(reception.get(TOO_MANY)))
    assert page.h1 == "Lost calls"
    assert stock.rows("SELECT arrival_on, departure_on, adults, children, dogs, reason, theme FROM lost_call") == [
        ("2027-03-05", "2027-03-07", 1, "4,5,6,7", 1, "party", "finding")
    ]
    assert stock.rows("SELECT actor FROM journal WHERE action = 'call_lost'") == [("staff",)]
    assert "Party too large" in page.text


def test_pressed_twice_it_is_one_call(reception: Visitor) -> None:
    form = log_form(reception.get(TOO_MANY)).fill(words="A christening, five of them")
    reception.submit(form)
    reception.submit(form)
    assert stock.rows("SELECT words FROM lost_call") == [("A christening, five of them",)]


def test_a_search_with_rooms_leaves_the_reason_to_ask_for(reception: Visitor) -> None:
    page = reception.submit(log_form(reception.get("/staff/phone")), 422)
    assert "Choose why they did not book" in page.text
    assert stock.rows("SELECT COUNT(*) FROM lost_call") == [(0,)]
    reception.submit(log_form(page).fill(reason="price"))
    assert stock.rows("SELECT arrival_on FROM lost_call") == [(None,)], "nobody said a day"


def test_what_is_typed_wrong_stays_and_is_named(reception: Visitor) -> None:
    form = log_form(reception.get(LIST))
    typed = {"arrival": "2027-03-05", "departure": "2027-03-01", "children": "99", "reason": "rain", "words": "x" * 600}
    page = reception.submit(form.fill(**typed), 422)
    assert page.one("input", name="departure", id="c-departure").get("value") == "2027-03-01"
    assert page.one("input", name="children").get("value") == "99"
    assert len(page.all(class_="error")) >= 4
    assert {"#c-departure", "#c-children", "#reason"} <= {link.get("href") for link in page.one(role="alert").iter("a")}


def test_bad_filters_are_as_if_they_were_not_there(reception: Visitor) -> None:
    for query in (
        "from=x&to=10000-01-01",
        "from=2027-03-09&to=2027-03-01",
        "reason=%00&location=the-ritz",
        "from=" + "9" * 10_000,
    ):
        reception.get(f"{LIST}?{query}")


def test_the_list_and_its_file_are_of_ones_own_houses(
    app: Flask, reception: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception.submit(log_form(reception.get(TOO_MANY)).fill(words="=cmd|' /C calc'!A0", reason="price"))
    other = desk(app, "manager", "withy-moor")
    assert "calc" not in other.get(LIST).text
    assert "calc" in reception.get(f"{LIST}?reason=price").text
    assert "calc" not in reception.get(f"{LIST}?reason=full").text
    body = reception.client.get(f"{LIST}.csv?from=2027-03-01&to=2027-03-01").text
    (row,) = list(csv.DictReader(io.StringIO(body)))
    assert (row["houses"], row["reason"], row["children"], row["by"]) == (
        "Combe Harrow",
        "price",
        "4 5 6 7",
        "Jo Tamsin",
    )
    assert row["words"].startswith("'=")
    monkeypatch.setattr("app.staff.lost_calls.MOST_IN_FILE", 0)
    assert "CUT HERE" in reception.client.get(f"{LIST}.csv?from=2027-03-01&to=2027-03-01").text


def test_any_house_is_every_house_of_the_group(app: Flask) -> None:
    group = desk(app, "administrator")
    group.submit(log_form(group.get(LIST)).fill(reason="distance", words="From Leeds"))
    page = group.get(LIST, reads=10)
    assert "Any house" in page.text
    assert "no dates" in page.text
    assert "Getting here" in page.text


def test_the_list_costs_the_same_however_long_it_is(reception: Visitor) -> None:
    form = log_form(reception.get(TOO_MANY))
    for number in range(3):
        reception.submit(form.fill(words=str(number)))
    first = reception.get(LIST).statements.reads
    for number in range(3, 12):
        reception.submit(form.fill(words=str(number)))
    assert len(reception.get(LIST).statements.reads) == len(first)
