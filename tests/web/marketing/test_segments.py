"""Segments have names, words and a reach; two who change one at once see both versions."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.offers.campaigns.operations import make_campaign
from app.offers.history.operations import keep_histories
from app.offers.segments import Conditions, edit_segment, make_segment, segment_with, set_audience
from app.store import db
from tests.campaigning import wish
from tests.cast import found
from tests.page import Visitor
from tests.pasts import guest, pasts
from tests.staffing import desk
from tests.web.marketing.offered import made

LIST, NEW = "/marketing/segments", "/marketing/segments/new"


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


@pytest.fixture
def regulars(app: Flask) -> list[int]:
    """Two guests with two stays, one with one."""
    house = found()
    ids = [guest(name) for name in ("Anna Whitlock", "Bram Stone", "Cleo Reed")]
    for guest_id in ids[:2]:
        pasts(house, guest_id, [date(2026, 5, 4), date(2026, 10, 5)])
    pasts(house, ids[2], [date(2026, 6, 1)])
    keep_histories()
    return ids


def test_a_segment_is_counted_while_it_is_typed_and_then_kept(nell: Visitor, regulars: list[int]) -> None:
    assert "There is no segment yet" in nell.get(LIST).text
    page = nell.get(NEW)
    assert page.words(id="reach").startswith("Reach today3All guests.")
    counted = nell.submit(page.form().fill(least_stays="2"), press="count=1")
    assert "2Guests with at least two stays." in counted.words(id="reach")
    assert "Give the segment a name" not in counted.text
    assert "Give the segment a name" in nell.submit(counted.form(), 422).text
    page = nell.submit(counted.form().fill(name="Came back"))
    assert page.h1 == "Came back"
    assert "2Guests with at least two stays." in page.words(id="reach")
    assert "Guests with at least two stays" in nell.get(LIST).text
    assert (
        nell.client.get(f"{LIST}.csv").text.splitlines()[1].startswith("Came back,Guests with at least two stays,2,0,0")
    )


def test_part_of_the_page_is_counted_for_htmx(nell: Visitor, regulars: list[int]) -> None:
    headers = {"HX-Request": "true", "HX-Target": "reach"}
    data = nell.get(NEW).form().fill(most_stays="1").data() | {"count": "1"}
    assert "Guests with at most one stay." in nell.post(NEW, data, headers=headers).words(id="reach")


def test_a_sample_is_by_reference_and_for_those_who_see_guests(app: Flask, nell: Visitor, regulars: list[int]) -> None:
    segment_id = make_segment("Came back", Conditions(least_stays=2), by=None)
    assert "Some of them" not in nell.get(f"{LIST}/{segment_id}").text
    priya = desk(app, "manager")
    page = priya.get(f"{LIST}/{segment_id}")
    assert "Some of them" in page.text
    assert len(page.one("ul", class_="found")) == 2
    assert "Whitlock" not in page.text
    assert page.all("button", name="count") == [], "made by somebody else"
    token = page.all("input", name="csrf_token")[0].attrib["value"]
    priya.post(f"{LIST}/{segment_id}", {"csrf_token": token, "name": "Mine"}, 409)
    other = desk(app, "manager", "withy-moor").get(f"{LIST}/{segment_id}")
    assert "None of them booked at your houses" in other.text


def test_a_segment_says_what_follows_it(nell: Visitor) -> None:
    segment_id = make_segment("Came back", Conditions(least_stays=2), by=None)
    assert "No offer and no campaign names it." in nell.get(f"{LIST}/{segment_id}").text
    set_audience(made().id, segment_id, by=None)
    make_campaign(wish(segment_id), by=None)
    page = nell.get(f"{LIST}/{segment_id}")
    assert "Named by one offer and one campaign, which follow what is changed here." in page.text


def test_a_name_is_had_once(nell: Visitor) -> None:
    make_segment("Came back", Conditions(), by=None)
    page = nell.submit(nell.get(NEW).form().fill(name="CAME  BACK".replace("  ", " ")), 409)
    assert "A segment of that name is there already" in page.text
    other = make_segment("Others", Conditions(), by=None)
    page = nell.submit(nell.get(f"{LIST}/{other}").form().fill(name="came back"), 409)
    assert page.one("input", name="name").attrib["value"] == "came back"


def test_two_who_change_one_at_once_see_both_versions(nell: Visitor) -> None:
    segment_id = make_segment("Came back", Conditions(least_stays=2), by=None)
    page = nell.get(f"{LIST}/{segment_id}")
    edit_segment(segment_id, "Came back", Conditions(least_stays=3), seen_revision=1, by=None)
    stale = nell.submit(page.form().fill(least_stays="4"), 409)
    row = stale.one("table", class_="versions").findall(".//tbody/tr")[0]
    assert [cell.text for cell in row] == ["Stays, at least", "4", "3"]
    nell.submit(stale.form())
    db.session.remove()
    segment = segment_with(segment_id)
    assert segment is not None
    assert segment.conditions == Conditions(least_stays=4)


WRONG: tuple[tuple[str, object, str], ...] = (
    ("least_stays", "many", "Stays, at least: enter a whole number from 0 to 999"),
    ("left_within_days", "9" * 300, "Left within, days: enter a whole number from 0 to 3,650"),
    ("children", "twins", "Choose one from the list"),
    ("houses", ["10" * 20], "Choose from the houses"),
    ("seasons", ["monsoon"], "Choose from the seasons"),
    ("code", "x" * 10_000, "A code has 40 characters at most"),
    ("name", "n" * 10_000, "Use 60 characters at most; this has 10,000"),
)


def test_what_cannot_be_read_is_said(nell: Visitor) -> None:
    form = nell.get(NEW).form()
    for field, value, sentence in WRONG:
        page = nell.submit(form.fill(**{"name": "Some", field: value}), 422)
        assert sentence in page.text, field
        assert "Something above cannot be read" in page.words(id="reach")
