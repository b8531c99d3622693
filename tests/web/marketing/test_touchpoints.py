"""Marketing draws what guests meet on the way, and whose it is."""

from __future__ import annotations

import pytest
from flask import Flask

from app.plan.journey.operations import add_touchpoint, edit_touchpoint
from app.plan.journey.queries import touchpoints
from app.store import db
from tests.page import Visitor
from tests.staffing import desk

URL = "/marketing/touchpoints"


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def drawn() -> list[tuple[str, str, str]]:
    db.session.rollback()
    return [(point.phase, point.label, point.whose) for point in touchpoints()]


def test_a_touchpoint_is_put_on_the_map_changed_and_taken_off(nell: Visitor) -> None:
    typed = {"label": "The almanac", "phase": "dreaming", "whose": "ours"}
    page = nell.submit(nell.get(URL).form().fill(**typed))
    assert "The almanac" in page.text
    assert "The almanac" in nell.get("/marketing/journey", reads=60).text
    one = nell.get(page.link("The almanac"))
    nell.submit(one.form(action=one.url).fill(whose="partner", label="A friend’s word"))
    assert drawn() == [("dreaming", "A friend’s word", "partner")]
    one = nell.get(one.url)
    nell.submit(one.form(action=f"{one.url}/removal"))
    assert drawn() == []
    nell.get(one.url, 404)


def test_a_touchpoint_that_is_sent_twice_is_one(nell: Visitor) -> None:
    form = nell.get(URL).form().fill(label="The almanac", phase="dreaming", whose="ours")
    nell.submit(form)
    nell.submit(form)
    assert drawn() == [("dreaming", "The almanac", "ours")]


def test_of_two_who_change_one_the_later_sees_both(nell: Visitor) -> None:
    point = add_touchpoint("supper", "Table by eight", "ours", by=1)
    page = nell.get(f"{URL}/{point}")
    edit_touchpoint(point, "supper", "Table by nine", "ours", seen_version=1, by=1)
    stale = nell.submit(page.form(action=page.url).fill(label="Table by seven"), status=409)
    assert stale.one(data_reason="stale")
    assert "Table by nine" in stale.text
    nell.submit(page.form(action=f"{page.url}/removal"), status=409)
    assert drawn() == [("supper", "Table by nine", "ours")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Say what guests meet"),
        ({"label": "x" * 81}, "80 characters"),
        ({"label": "Gate", "phase": "sailing"}, "Choose one from the list"),
        ({"label": "Gate", "phase": "arriving", "whose": "nobody"}, "Choose one from the list"),
    ],
)
def test_what_is_no_touchpoint_stays_as_typed(nell: Visitor, typed: dict[str, str], sentence: str) -> None:
    page = nell.submit(nell.get(URL).form().fill(**typed), status=422)
    assert sentence in page.text
    assert drawn() == []
