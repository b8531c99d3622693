"""Reporting how a house is: two taps from the day to an outage that guests read, one tap to end it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.care.facilities import report, state_now
from app.care.notices.models import Notice
from app.store import db
from app.web.warming import warm
from app.worker.notices import look_after_notices
from tests import cast, touched
from tests.builders import TODAY
from tests.facilities import facility
from tests.page import Visitor
from tests.staffing import desk

TODAY_PAGE = "/staff/combe-harrow/today"
STATUS = "/staff/combe-harrow/status"


@pytest.fixture
def pool(app: Flask) -> int:
    made = facility()
    warm(app)
    return made


@pytest.fixture
def reception(app: Flask, pool: int) -> Visitor:
    return desk(app)


def now(pool: int) -> tuple[str, str, str]:
    db.session.rollback()
    said = state_now([cast.found().id])[pool]
    return said.state, said.words, said.what_we_do


def test_two_taps_report_an_outage_and_one_ends_it(app: Flask, reception: Visitor, pool: int) -> None:
    day = reception.get(TODAY_PAGE, reads=20)
    assert "Report an outage" in day.text
    page = reception.submit(day.form(action=f"{STATUS}/{pool}/out"))
    assert now(pool) == ("closed", "", "We are seeing to it.")
    assert page.h1 == "The pool, Combe Harrow"
    assert "Closed since 9am today" in Visitor(app).get("/status/combe-harrow").text
    day = reception.get(TODAY_PAGE, reads=20)
    assert "closed since 9am today" in day.text
    reception.submit(day.form(action=f"{STATUS}/{pool}/well"))
    assert now(pool)[0] == "fine"
    assert "Everything works" in Visitor(app).get("/status/combe-harrow").text


def test_an_outage_in_two_taps_shows_whom_it_touches_and_one_tap_ends_both(app: Flask, pool: int) -> None:
    """Written to the guests from the page that the second tap leads to; ended where it was reported."""
    here = {"arrival_on": TODAY, "departure_on": TODAY + timedelta(days=2)}
    touched.booked(cast.found(), 1, [here])
    manager = desk(app, "manager")
    page = manager.submit(manager.get(TODAY_PAGE, reads=20).form(action=f"{STATUS}/{pool}/out"))
    assert "one booking" in page.words("section", **{"aria-labelledby": "touched-title"})
    assert "Tell the 1 it touches" in page.text
    notices = "/staff/combe-harrow/notices/new"
    form = manager.get(f"{notices}?kind=outage&facility={pool}").form(action=notices)
    manager.submit(form, press="now=yes")
    look_after_notices()
    assert [kind for kind, *_ in touched.messages()] == ["notice"]
    assert "The notice that guests have" in manager.get(f"{STATUS}/{pool}").text
    reception = desk(app, mail="jo@combe-harrow.example")
    reception.submit(reception.get(TODAY_PAGE, reads=20).form(action=f"{STATUS}/{pool}/well"))
    assert now(pool)[0] == "fine"
    assert db.session.query(Notice.state).scalar() == "over"
    assert "Everything works" in Visitor(app).get("/status/combe-harrow").text


def test_words_and_what_is_done_about_it(reception: Visitor, pool: int) -> None:
    form = reception.get(f"{STATUS}/{pool}").form()
    typed = {
        "state": "limited",
        "words": "Cold",
        "what_we_do": "Heating it",
        "until_on": "2027-03-02",
        "until_hour": "10:30",
    }
    page = reception.submit(form.fill(**typed))
    assert "Cold" in page.text
    assert now(pool) == ("limited", "Cold", "Heating it")
    assert str(state_now([cast.found().id])[pool].until_at) == "2027-03-02 10:30:00+00:00"


@pytest.mark.parametrize(
    "typed",
    [{"state": "broken"}, {"state": ""}, {"words": "x" * 501}, {"until_on": "2027-02-28"}, {"until_on": "soon"}],
)
def test_what_cannot_be_is_to_be_mended(reception: Visitor, pool: int, typed: dict[str, str]) -> None:
    form = reception.get(f"{STATUS}/{pool}").form().fill(**{"state": "limited", "words": "Cold", **typed})
    page = reception.submit(form, status=422)
    assert "There is a problem" in page.text
    assert typed.get("words", "Cold") in page.text
    assert state_now([cast.found().id]) == {}


def test_of_two_at_once_the_later_sees_both_versions(reception: Visitor, pool: int) -> None:
    form = reception.get(f"{STATUS}/{pool}").form().fill(state="limited", words="Only cold")
    report(pool, "closed", "The pump", location_id=cast.found().id)
    page = reception.submit(form, status=409)
    assert "Somebody else was quicker" in page.text
    assert "Only cold" in page.text
    assert "The pump" in page.text
    assert now(pool)[0] == "closed"
    reception.submit(page.form(action=f"{STATUS}/{pool}"))
    assert now(pool)[:2] == ("limited", "Only cold")


def test_a_press_on_an_old_page_changes_nothing_unseen(reception: Visitor, pool: int) -> None:
    old = reception.get(TODAY_PAGE, reads=20).form(action=f"{STATUS}/{pool}/out")
    report(pool, "limited", "Cold", location_id=cast.found().id)
    page = reception.submit(old, status=409)
    assert "Somebody else was quicker" in page.text
    assert now(pool)[0] == "limited"


def test_another_houses_facility_is_not_there(app: Flask, reception: Visitor) -> None:
    theirs = facility("lift", "The lift", "withy-moor")
    warm(app)
    for path in ("", "/out", "/well"):
        token = reception.get(STATUS).form().data()["csrf_token"]
        reception.post(f"{STATUS}/{theirs}{path}", {"csrf_token": token, "state": "closed", "seen": "0"}, status=404)
    assert state_now([cast.found("withy-moor").id]) == {}


@pytest.mark.parametrize("role", ["kitchen", "housekeeping"])
def test_not_for_everybody(app: Flask, pool: int, role: str) -> None:
    desk(app, role).get(STATUS, status=403)


def test_a_house_without_facilities_says_how_to_have_them(app: Flask) -> None:
    assert "Nothing here has a state yet" in desk(app).get(STATUS).text
