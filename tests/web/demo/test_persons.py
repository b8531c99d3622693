"""A newcomer is Anna or a stranger at one press; in production nobody is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.demo.persons import anna, regular
from app.demo.staff import MEMBERS, Member, hire
from app.demo.welcome import write_welcome
from app.identity.models import Session
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.offers.decisions.models import Holdout
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.databases import Databases, opened
from tests.page import Form, Visitor

SECRET = "a long enough word that nobody else knows, for once"


def book(name: str, stay: Stay, left: bool, room_type: str = "snug", plan: str = "flexible", **asked: Party) -> None:
    started = booking.start_checkout(basket(cast.found(), room_type, plan, stay, **asked))
    email = f"{name.split()[1].lower()}@example.com"
    booking.keep_details(started.checkout_id, {"name": name, "email": email})
    placed = booking.place_booking(started.checkout_id).booking_id
    if left:
        booking.check_in(placed)
        booking.check_out(placed)


def persons(visitor: Visitor, url: str = "/terms") -> Form:
    return visitor.get(url).form(action="/demo/persons")


def somebody() -> None:
    book("Anna Abbott", Stay.of(TODAY, 2), left=True)
    book("Anna Bell", Stay.of(TODAY, 1), left=True)
    book("Anna Bell", Stay.of(FRIDAY, 2), left=False)


def test_anna_is_she_who_has_been_and_will_come(app: Flask) -> None:
    assert anna() is None
    somebody()
    found = anna()
    assert found
    assert (found.name, found.email) == ("Anna Bell", "bell@example.com")


def test_regulars_of_opposite_habits_are_found_and_one_press_is_one_of_them(visitor: Visitor) -> None:
    transaction(lambda: write(Holdout.__table__.delete()))
    assert regular("dog") is regular("supper") is None
    weekend, week = Stay.of(FRIDAY, 2), Stay.of(FRIDAY + timedelta(days=3), 2)
    book("Rowan Holt", weekend, left=True, room_type="garden", party=Party(2, dogs=1))
    book("Iris Vale", week, left=True, plan="supper")
    book("Ann Both", week, left=True, room_type="garden", party=Party(2, dogs=1))
    dog, supper = regular("dog"), regular("supper")
    assert dog
    assert supper
    assert (dog.name, supper.name) == ("Rowan Holt", "Iris Vale")
    page = visitor.submit(persons(visitor), press="person=supper")
    assert page.url == "/"
    assert "Iris" in page.words("header", class_="masthead")


def test_one_press_is_anna_and_one_a_stranger(visitor: Visitor) -> None:
    somebody()
    page = visitor.submit(persons(visitor), press="person=anna")
    assert page.url == "/account"
    assert "Your stays, Anna" in page.h1
    assert "A table by the window" in visitor.get("/account/history").text
    page = visitor.submit(persons(visitor, "/account"), press="person=stranger")
    assert page.url == "/"
    assert visitor.get("/account").url == "/sign-in"
    assert db.session.scalars(select(Session.ended_at.is_not(None))).all() == [True]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.role)
def test_one_press_is_one_of_the_staff(visitor: Visitor, member: Member) -> None:
    hire()
    page = visitor.submit(persons(visitor), press=f"person={member.role}")
    assert page.url.startswith(("/staff", "/marketing/"))
    assert member.name in page.words("a", class_="who")
    visitor.submit(persons(visitor, "/staff/me"), press="person=stranger")
    assert visitor.client.get("/staff/me").status_code == 303


def test_staff_are_hired_once(app: Flask) -> None:
    assert (hire(), hire()) == (6, 0)


def test_without_an_anna_one_stays_a_stranger(visitor: Visitor) -> None:
    assert visitor.submit(persons(visitor), press="person=anna").url == "/"
    assert visitor.submit(persons(visitor), press="person=somebody").url == "/"


def test_it_needs_its_token(visitor: Visitor) -> None:
    visitor.post("/demo/persons", {"person": "anna"}, status=400)


def test_the_welcome_says_how_to_sign_in(app: Flask) -> None:
    somebody()
    words = write_welcome(app.config["SETTINGS"]).read_text("utf-8")
    assert "bell@example.com at /sign-in" in words
    assert all(member.totp_secret in words and member.password in words for member in MEMBERS)


def test_production_has_no_persons(databases: Databases, database: str, tmp_path: Path) -> None:
    settings = databases.config(database, env="production", secrets=(SECRET,), hosts=("localhost",), data=tmp_path)
    with opened(settings) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        assert client.post("/demo/persons", data={"person": "anna"}).status_code == 404
        assert "/demo/" not in client.get("/sign-in").text
        assert "demo_figures" not in app.jinja_env.globals, "no page of production shows somebody's second factor"
