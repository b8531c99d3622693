"""Media spend is entered by month and channel; of two who change a month at once the later sees both."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.experience.spend import spent_in
from app.journal.models import Entry
from app.store import db
from tests.page import Visitor
from tests.staffing import desk

FEBRUARY = date(2027, 2, 1)
URL = "/marketing/spend/2027-02"


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def amounts() -> dict[str, int]:
    db.session.rollback()
    found = spent_in(FEBRUARY)
    return found.amounts if found else {}


def test_a_month_is_entered_and_shown_in_its_year(nell: Visitor) -> None:
    year = nell.submit(nell.get(URL).form().fill(search="1,200.50", letters="0"))
    assert year.url == "/marketing/spend?year=2027"
    assert amounts() == {"search": 120050, "letters": 0}
    assert "£1,200.50" in year.text
    assert "not entered" in year.text
    assert nell.get(URL).one("input", name="search").attrib["value"] == "1200.50"
    assert db.session.execute(select(Entry.facts).where(Entry.action == "spend_entered")).scalar_one()["after"] == {
        "search": 120050,
        "letters": 0,
    }
    assert "2027-02,search,Search advertising,1200.5,GBP" in nell.client.get("/marketing/spend.csv?year=2027").text


def test_an_emptied_channel_is_not_known_any_more(nell: Visitor) -> None:
    nell.submit(nell.get(URL).form().fill(search="10", social="20"))
    nell.submit(nell.get(URL).form().fill(search=""))
    assert amounts() == {"social": 2000}


def test_a_stale_form_shows_both(app: Flask, nell: Visitor) -> None:
    form = nell.get(URL).form()
    other = desk(app, "administrator")
    other.submit(other.get(URL).form().fill(search="10"))
    page = nell.submit(form.fill(social="20"), status=409)
    assert page.one(data_reason="stale")
    assert "Search advertising £10" in page.text
    assert page.one("input", name="social").attrib["value"] == "20"
    assert amounts() == {"search": 1000}
    nell.submit(page.form().fill(search="10"))
    assert amounts() == {"search": 1000, "social": 2000}


@pytest.mark.parametrize("typed", ["-1", "twelve", "1.005", "9" * 30, "٣٤", "1e9999", "NaN"])
def test_what_is_no_amount_stays_as_typed(nell: Visitor, typed: str) -> None:
    page = nell.submit(nell.get(URL).form().fill(search=typed), status=422)
    assert page.one("input", name="search").attrib["value"] == typed
    assert page.all(id="search-error")
    assert amounts() == {}


@pytest.mark.parametrize("month", ["2027-13", "1999-01", "2101-01", "february", "2027-2"])
def test_a_month_that_is_none_is_not_there(nell: Visitor, month: str) -> None:
    nell.get(f"/marketing/spend/{month}", 404)


@pytest.mark.parametrize("year", ["x", "0", "99999", "٢٠٢٧"])
def test_a_year_that_cannot_be_read_is_this_one_and_the_page_says_so(nell: Visitor, year: str) -> None:
    shown = nell.get(f"/marketing/spend?year={year}", 422)
    assert shown.h1 == "Media spend, 2027"
    assert shown.words(role="alert").endswith("This is 2027.")


@pytest.mark.parametrize("role", ["manager", "reception"])
def test_others_do_not_see_it(app: Flask, role: str) -> None:
    desk(app, role).get("/marketing/spend", 403)
