"""What leaves the house asks for the second factor again after a quarter of an hour; nothing that was typed is lost."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask, request
from sqlalchemy import update

from app.identity.staff.models import Staff
from app.identity.staff.operations import new_recovery_codes
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.store import db, transaction, write
from app.web.access import staff
from app.web.respond import page
from tests.page import Visitor
from tests.staffing import desk

LATER = "2027-03-01T09:15+00:00"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def app(app: Flask) -> Flask:
    """With two addresses more: a page that needs the proof, and a form that does."""

    @staff("refund", proven=True, anywhere=True)
    def give(actor: Actor) -> object:
        words = " and ".join(request.form.getlist("amount"))
        return page("staff/desk.html", actor=actor, houses=[{"name": "Done", "place": words}])

    app.add_url_rule("/staff/give", "give", give, methods=["GET", "POST"])
    return app


def manager(app: Flask, *, proven: bool = False) -> Visitor:
    found = desk(app, "manager", proven=proven)
    transaction(lambda: write(update(Staff.__table__).values(totp_secret=SECRET)))
    return found


def figures() -> str:
    return pyotp.TOTP(SECRET).at(clock.machine_now())


def token(visitor: Visitor) -> str:
    return str(visitor.get("/staff/me").form(action="/staff/sign-out").data()["csrf_token"][0])


def send(visitor: Visitor, status: int) -> object:
    return visitor.post("/staff/give", {"csrf_token": token(visitor), "amount": ["4000", "12 <b>"]}, status)


def test_shown_lately_it_is_not_asked_for(app: Flask) -> None:
    visitor = manager(app, proven=True)
    assert "4000 and 12 <b>" in send(visitor, 200).text
    clock.configure(LATER)
    send(visitor, 422)


def test_a_page_is_reached_over_the_proof(app: Flask) -> None:
    visitor = manager(app)
    asked = visitor.get("/staff/give?a=1")
    assert asked.url == "/staff/proof?next=%2Fstaff%2Fgive%3Fa%3D1"
    wrong = visitor.submit(asked.form().fill(second_factor="12"), status=422)
    assert "not the figures" in wrong.text
    assert visitor.submit(wrong.form().fill(second_factor=figures())).url == "/staff/give?a=1"
    assert visitor.get("/staff/give").url == "/staff/give"


def test_a_form_is_done_with_all_that_was_typed(app: Flask) -> None:
    visitor = manager(app)
    asked = send(visitor, 422)
    assert asked.h1 == "Show it is you"
    again = visitor.submit(asked.form().fill(second_factor="000 00"), status=422)
    done = visitor.submit(again.form().fill(second_factor=figures()))
    assert "4000 and 12 <b>" in done.text


def test_figures_are_good_once(app: Flask) -> None:
    visitor, shown = manager(app), figures()
    done = visitor.submit(send(visitor, 422).form().fill(second_factor=shown))
    assert done.status == 200
    clock.configure(LATER)
    visitor.submit(send(visitor, 422).form().fill(second_factor=shown), status=422)


def test_a_recovery_code_is_good_once(app: Flask) -> None:
    visitor = manager(app)
    code = new_recovery_codes(db.session.query(Staff.id).scalar())[3].lower()
    visitor.submit(send(visitor, 422).form().fill(second_factor=code))
    clock.configure(LATER)
    visitor.submit(send(visitor, 422).form().fill(second_factor=code), status=422)


def test_after_ten_tries_nobody_is_listened_to(app: Flask) -> None:
    visitor = manager(app)
    form = send(visitor, 422).form()
    for _ in range(10):
        visitor.submit(form.fill(second_factor="000000"), status=422)
    visitor.submit(form.fill(second_factor=figures()), status=429)


@pytest.mark.parametrize("wanted", ["https://elsewhere.example", "//elsewhere.example", "/stays", "/staff/nowhere", ""])
def test_the_way_back_is_on_the_desk(app: Flask, wanted: str) -> None:
    visitor = manager(app)
    asked = visitor.get("/staff/proof", query_string={"next": wanted})
    assert visitor.submit(asked.form().fill(second_factor=figures())).url == "/staff/combe-harrow/today"
