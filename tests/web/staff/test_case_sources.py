"""Cases that our own people open, remedies on the bill, and the guest's last word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import Booking
from app.care.cases.models import Case, CaseRemedy
from app.care.friction import note_friction
from app.care.friction.models import FrictionNote
from app.experience.surveys.rules import CASE
from app.web.survey_links import survey_path
from tests import cast
from tests.page import Page, Visitor
from tests.staffing import desk, hired
from tests.web.guest import surveying
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked
from tests.web.staff.test_cases import NEXT_DAY, URL, act, case_url, looked_after, priya, reached

__all__ = ["priya"]
pytestmark = pytest.mark.houses(2)
SetClock = Callable[[str], None]


def reference() -> str:
    return str(fresh().execute(select(Booking.reference)).scalar_one())


def open_one(visitor: Visitor, url: str = f"{URL}/new", status: int = 200, **typed: str) -> Page:
    return visitor.submit(visitor.get(url, reads=8).form().fill(**typed), status)


def test_a_manager_opens_a_case_for_what_was_seen(app: Flask, set_clock: SetClock) -> None:
    booked()
    manager = desk(app, "manager")
    page = open_one(manager, status=422)
    assert "Say in a few words what went wrong" in page.text
    page = open_one(manager, status=422, reference="QQQQ2222", theme="room", words="No crib was there")
    assert "has that reference" in page.text
    page = open_one(manager, reference=reference().lower(), theme="room", words="No crib was there")
    for told in ("Seen by our own: the room", "What our people saw", "No crib was there", "Staff’s own note"):
        assert told in page.text
    assert fresh().scalars(select(FrictionNote.words)).all() == ["No crib was there"]
    desk(app, "reception").get(f"{URL}/new", 403)


def test_a_note_of_the_house_becomes_a_case_once(app: Flask) -> None:
    booked()
    by = hired("kitchen", mail="saw.it@combe-harrow.example")
    note_id = note_friction("The lift stood", "access", "/staff", location_id=cast.found().id, by=by)
    manager = desk(app, "manager")
    url = manager.get("/staff/combe-harrow/friction").link("Make it a case")
    for _ in range(2):
        open_one(manager, url, reference=reference())
    (case,) = fresh().scalars(select(Case)).all()
    assert (case.subject, case.subject_id, case.words) == ("friction_note", note_id, "The lift stood")
    desk(app, "manager", "withy-moor").get(f"/staff/withy-moor/cases/new?note={note_id}", 404)
    manager.get(f"{URL}/new?note=99999999999999999999", 404)
    manager.get(f"{URL}/new?note=🥚", 404)


def test_a_remedy_goes_on_the_bill_and_into_the_case(priya: Visitor) -> None:
    page = act(priya, "remedies", 422, remedy="", remedy_words="")
    assert "Say what for" in page.text
    act(priya, "remedies", 422, remedy="-3", remedy_words="x" * 999)
    page = act(priya, "remedies", remedy="25", remedy_words="A cold bath")
    assert "£25.00 so far" in page.text
    assert "£25.00 off the bill" in page.words("ol", class_="case__history")
    assert fresh().scalars(select(CaseRemedy.amount_minor)).all() == [2500]
    assert "costs only" in act(priya, "remedies", 409, remedy="9999", remedy_words="All of it").text


def test_the_second_factor_is_asked_before_money_goes(app: Flask, priya: Visitor) -> None:
    page = priya.get(case_url())
    form = page.form(action=f"{case_url()}/remedies").fill(remedy="25", remedy_words="A cold bath")
    later = desk(app, "manager", mail="later@combe-harrow.example", proven=False)
    token = {"csrf_token": later.get(case_url()).form(action=f"{case_url()}/remedies").data()["csrf_token"]}
    later.post(f"{case_url()}/remedies", form.data() | token, 422)
    assert fresh().scalars(select(CaseRemedy.id)).all() == []


def test_the_guest_has_the_last_word(app: Flask, priya: Visitor, set_clock: SetClock) -> None:
    reached(priya)
    act(priya, "resolution", theme="broken", end_words="New boiler")
    set_clock(NEXT_DAY)
    looked_after()
    (case,) = surveying.cases()
    anna, url = Visitor(app), survey_path(CASE, case.booking_id, case.id)
    anna.submit(anna.get(f"{url}?csat=3").form(action=url))
    assert surveying.cases()[0].put_right_at is None
    anna.submit(anna.get(f"{url}?csat=5").form(action=url))
    assert surveying.cases()[0].put_right_at is not None
    manager = desk(app, "manager", mail="after@combe-harrow.example")
    page = manager.get(case_url())
    assert "Closed by the guest" in page.text
    said = page.words("ol", class_="case__history").partition("Says that it is put right: closed by the guest")[2]
    assert "The guest" in said[:40]


def test_what_is_not_put_right_within_a_week_goes_to_the_group(app: Flask, priya: Visitor, set_clock: SetClock) -> None:
    hired("administrator")
    reached(priya)
    set_clock("2027-03-15T15:01+00:00")
    assert looked_after() == 1
    assert looked_after() == 0
    words = desk(app, "manager", mail="week@combe-harrow.example").get(URL).words("ul", class_="task-list")
    assert "Guest reached, not put right: 1 min late" in words
