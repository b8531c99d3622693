"""The page on which a manager closes the day, and the month for the accountant."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking.operations.at_house import take_payment
from app.kernel.stay import Stay
from tests import cast
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import placed
from tests.staffing import desk, hired

URL = "/staff/combe-harrow/day-close"
SetClock = Callable[[str], None]


@pytest.fixture
def here(app: Flask) -> str:
    """Somebody who came today and paid in cash; the reference."""
    done = placed(basket(cast.found(), "snug", stay=Stay.of(TODAY, 2)))
    take_payment(done.booking_id, 10000, "cash", hired("reception"))
    booking.check_in(done.booking_id)
    return done.reference


@pytest.mark.usefixtures("here")
def test_a_manager_closes_the_day(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-02T10:30+00:00")
    visitor = desk(app, "manager")
    page = visitor.get(URL)
    assert page.h1 == "Monday 1 March 2027"
    assert "In cash" in page.text
    done = visitor.submit(page.form(action=URL).fill(counted="95.00"))
    assert "Closed by Priya Nair" in done.text
    assert "£5.00 less than was taken in cash" in done.text
    assert visitor.get(URL).h1 == "Tuesday 2 March 2027"


def test_what_is_in_the_way_is_named(app: Flask, set_clock: SetClock) -> None:
    late = placed(basket(cast.found(), "snug", stay=Stay.of(TODAY, 1)))
    set_clock("2027-03-02T09:00+00:00")
    visitor = desk(app, "manager")
    assert "It can be closed from 10am, Tue 2 March" in visitor.get(URL).text
    set_clock("2027-03-02T10:30+00:00")
    page = visitor.get(URL)
    assert late.reference in page.text
    token = visitor.get("/staff/me", reads=20).form(action="/staff/sign-out").data()["csrf_token"]
    refused = visitor.post(URL, {"day": "2027-03-01", "csrf_token": token}, 409)
    assert "One stay still to settle" in refused.text


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("typed", ["lots", "-5", "1e9", "12.345", "9" * 40])
def test_cash_that_cannot_be_read_stays_as_it_was_typed(app: Flask, set_clock: SetClock, typed: str) -> None:
    set_clock("2027-03-02T10:30+00:00")
    visitor = desk(app, "manager")
    page = visitor.submit(visitor.get(URL).form(action=URL).fill(counted=typed), 422)
    assert page.one("input", id="counted").attrib["value"] == typed


@pytest.mark.usefixtures("here")
def test_of_two_the_second_is_told(app: Flask, set_clock: SetClock) -> None:
    set_clock("2027-03-02T10:30+00:00")
    visitor = desk(app, "manager")
    form = visitor.get(URL).form(action=URL)
    visitor.submit(form)
    assert "not the next day to close" in visitor.submit(form, 409).text


@pytest.mark.parametrize("day", ["", "yesterday", "2027-02-30", "2027-03-01", "9" * 60])
def test_a_day_that_is_not_closed_is_not_there(app: Flask, day: str) -> None:
    visitor = desk(app, "manager")
    assert visitor.client.get(f"{URL}?day={day}").status_code == (404 if day else 200)
    assert visitor.client.get(f"/staff/combe-harrow/accounts.csv?month={day[:4]}").status_code == 404, "no month"
    assert visitor.client.get("/staff/combe-harrow/accounts.csv").status_code == 200, "this month"


def test_the_month_is_a_file_of_every_line(app: Flask, here: str) -> None:
    answer = desk(app, "manager").client.get("/staff/combe-harrow/accounts.csv?month=2027-03")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["booking"] for row in rows} == {here}
    assert [(row["method"], row["gross"]) for row in rows if row["kind"] == "payment"] == [("cash", "-100.0")]
    charges = [row for row in rows if row["kind"] == "charge"]
    assert sum(float(row["net"]) + float(row["vat"]) for row in charges) == pytest.approx(300)
