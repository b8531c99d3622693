"""The administrator keeps who works here: taken on, given roles, let go, given new keys."""

from __future__ import annotations

import pytest
from flask import Flask

from app.identity.staff.models import Staff
from app.identity.staff.operations.people import roles_of
from app.outbox.models import Message
from app.store import db
from tests import stock
from tests.cast import found
from tests.page import Form, Page, Visitor
from tests.staffing import desk, hired


def new(page: Page) -> Form:
    return page.form(action="/staff/staff")


def taken_on(keeper: Visitor, **typed: object) -> Page:
    given = {"name": "Rory Vale", "email": "rory@quince.example", "roles": ["reception@combe-harrow", "marketing"]}
    return keeper.submit(new(keeper.get("/staff/staff")).fill(**(given | typed)))


def deeds() -> list[str]:
    return [action for (action,) in stock.rows("SELECT action FROM journal WHERE subject = 'staff' ORDER BY id")]


def test_somebody_is_taken_on_and_invited(app: Flask) -> None:
    page = taken_on(desk(app, "administrator"))
    assert page.h1 == "Rory Vale"
    assert "Invited until" in page.text
    staff_id = db.session.query(Staff.id).filter_by(email="rory@quince.example").scalar()
    assert sorted(roles_of(staff_id), key=str) == [("marketing", None), ("reception", found().id)]
    assert db.session.query(Message.kind, Message.subject_id).all() == [("invited", staff_id)]
    assert deeds()[-2:] == ["staff_added", "staff_invited"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter their name"),
        ({"name": "x" * 121}, "120 characters"),
        ({"email": "nobody"}, "with an @"),
        ({"email": "administrator@combe-harrow.example"}, "works here under that mail"),
        ({"roles": []}, "Tick one role"),
        ({"roles": ["king@combe-harrow"]}, "Choose among the roles"),
        ({"roles": ["administrator@combe-harrow"]}, "Choose among the roles"),
    ],
)
def test_somebody_who_is_not_taken_on(app: Flask, typed: dict[str, object], sentence: str) -> None:
    keeper = desk(app, "administrator")
    given = {"name": "Rory Vale", "email": "rory@quince.example", "roles": ["marketing"]}
    page = keeper.submit(new(keeper.get("/staff/staff")).fill(**(given | typed)), status=422)
    assert sentence in page.text
    assert db.session.query(Staff).count() == 1


def test_roles_change_from_the_next_page_on(app: Flask) -> None:
    keeper, reception = desk(app, "administrator"), desk(app, "reception")
    reception.get("/staff/combe-harrow/friction", status=403)
    staff_id = db.session.query(Staff.id).filter_by(email="reception@combe-harrow.example").scalar()
    form = keeper.get(f"/staff/staff/{staff_id}").form(action=f"/staff/staff/{staff_id}/roles")
    keeper.submit(form.fill(roles=["manager@combe-harrow"]))
    reception.get("/staff/combe-harrow/friction")
    stale = keeper.submit(form.fill(roles=["kitchen@combe-harrow"]), status=409)
    assert "Somebody changed these roles" in stale.text
    assert "Now: Manager at Combe Harrow" in stale.text
    assert [box.get("value") for box in stale.all("input", name="roles") if "checked" in box.attrib] == [
        "kitchen@combe-harrow"
    ]
    db.session.rollback()
    assert roles_of(staff_id) == [("manager", found().id)]


def test_the_last_administrator_stays(app: Flask) -> None:
    keeper = desk(app, "administrator")
    own = db.session.query(Staff.id).scalar()
    page = keeper.get(f"/staff/staff/{own}")
    refused = keeper.submit(page.form(action=f"/staff/staff/{own}/closing"), status=409)
    assert "last administrator" in refused.text
    keeper.submit(page.form(action=f"/staff/staff/{own}/roles").fill(roles=["marketing"]), status=409)
    assert roles_of(own) == [("administrator", None)]


def test_whoever_is_closed_is_out_at_once(app: Flask) -> None:
    keeper, kitchen = desk(app, "administrator"), desk(app, "kitchen")
    staff_id = db.session.query(Staff.id).filter_by(email="kitchen@combe-harrow.example").scalar()
    page = keeper.get(f"/staff/staff/{staff_id}")
    closed = keeper.submit(page.form(action=f"/staff/staff/{staff_id}/closing"))
    assert "The account is closed" in closed.text
    assert kitchen.client.get("/staff/me").status_code == 303
    keeper.submit(page.form(action=f"/staff/staff/{staff_id}/closing"), status=409)
    keeper.submit(page.form(action=f"/staff/staff/{staff_id}/invitation"), status=409)
    assert keeper.get("/staff/staff", reads=8).text.index("Ada Finch") < keeper.get("/staff/staff").text.index("Sam")


def test_new_keys_end_the_old_ones(app: Flask) -> None:
    keeper, kitchen = desk(app, "administrator"), desk(app, "kitchen")
    staff_id = db.session.query(Staff.id).filter_by(email="kitchen@combe-harrow.example").scalar()
    keeper.submit(keeper.get(f"/staff/staff/{staff_id}").form(action=f"/staff/staff/{staff_id}/invitation"))
    assert kitchen.client.get("/staff/me").status_code == 303


def test_roles_ask_for_the_second_factor(app: Flask) -> None:
    keeper = desk(app, "administrator", proven=False)
    staff_id = hired("kitchen")
    page = keeper.get(f"/staff/staff/{staff_id}")
    for deed in ("roles", "invitation", "closing"):
        asked = keeper.submit(page.form(action=f"/staff/staff/{staff_id}/{deed}"), status=422)
        assert asked.h1 == "Show it is you"
    keeper.get("/staff/staff/999", status=404)


def test_a_role_that_is_sent_twice_is_held_once(app: Flask) -> None:
    keeper = desk(app, "administrator")
    page = taken_on(keeper, roles=["reception@combe-harrow", "reception@combe-harrow"])
    staff_id = db.session.query(Staff.id).filter_by(email="rory@quince.example").scalar()
    assert roles_of(staff_id) == [("reception", found().id)]
    form = keeper.get(page.url).form(action=f"/staff/staff/{staff_id}/roles")
    keeper.submit(form.fill(roles=["kitchen@combe-harrow", "kitchen@combe-harrow"]))
    db.session.rollback()
    assert roles_of(staff_id) == [("kitchen", found().id)]
