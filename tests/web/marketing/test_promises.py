"""A house promises one sentence at each phase, with the figure that shows whether it holds."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.plan.goals import Promise, keep_promise, promises
from app.store import db
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.web.marketing.visited import visits

URL = "/marketing/combe-harrow/promises/paying"
TYPED = {"promise": "Paying takes two minutes", "measure": "step:payment>booked", "aim": "80"}
JOURNEY = "/marketing/journey?house=combe-harrow&from=2027-02-01&until=2027-02-28"


@pytest.fixture
def priya(app: Flask) -> Visitor:
    return desk(app, "manager")


def stands() -> tuple[str, str | None, int | None]:
    db.session.rollback()
    own = promises([found().id])[found().id, "paying"]
    return own.promise, own.measure, own.aim_thousandths


@pytest.mark.parametrize(
    ("booked", "words"), [(95, "Kept"), (60, "Missed"), (81, "the aim lies within"), (0, "Missed")]
)
def test_a_promise_is_kept_or_missed(priya: Visitor, booked: int, words: str) -> None:
    visits(date(2027, 2, 20), found().id, payment=100, booked=booked)
    priya.submit(priya.get(URL).form().fill(**TYPED), reads=80)
    assert stands() == ("Paying takes two minutes", "step", 800)
    (row,) = [r for r in priya.get(JOURNEY, reads=60).all("tr") if "Paying takes two minutes" in "".join(r.itertext())]
    assert words in "".join(row.itertext())


def test_few_visits_cannot_tell(priya: Visitor) -> None:
    visits(date(2027, 2, 20), found().id, payment=10, booked=10)
    priya.submit(priya.get(URL).form().fill(**TYPED), reads=80)
    assert "Cannot tell yet, needs 20 more" in priya.get(JOURNEY, reads=60).text


def test_a_promise_needs_no_figure(priya: Visitor) -> None:
    priya.submit(priya.get(URL).form().fill(promise="Supper's in the garden"), reads=80)
    assert stands() == ("Supper's in the garden", None, None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"promise": ""}, "Say in one sentence"),
        ({"promise": "x" * 201}, "200 characters"),
        ({"aim": ""}, "Enter an aim"),
        ({"measure": ""}, "Choose the figure that this aim is of"),
        ({"measure": "came:offers"}, "Choose one from the list"),
    ],
)
def test_what_is_no_promise_stays_as_typed(priya: Visitor, typed: dict[str, str], sentence: str) -> None:
    page = priya.submit(priya.get(URL).form().fill(**TYPED | typed), status=422)
    assert sentence in page.text
    assert promises([found().id]) == {}


def test_a_stale_form_shows_both(priya: Visitor) -> None:
    form = priya.get(URL).form()
    keep_promise(found().id, "paying", Promise("Another one"), seen_version=0, by=1)
    page = priya.submit(form.fill(**TYPED), status=409)
    assert page.one(data_reason="stale")
    assert "Another one" in page.text
    assert page.one("input", name="promise").attrib["value"] == "Paying takes two minutes"
    priya.submit(page.form(), reads=80)
    assert stands()[0] == "Paying takes two minutes"


def test_another_house_and_another_phase_are_not_there(priya: Visitor) -> None:
    priya.get("/marketing/withy-moor/promises/paying", 404)
    priya.get("/marketing/combe-harrow/promises/sailing", 404)
