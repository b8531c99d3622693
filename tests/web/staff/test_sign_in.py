"""Staff sign in with a password and a second factor, once a day at a desk that they trust."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import update

from app.identity.staff import passwords
from app.identity.staff.models import Staff
from app.identity.staff.operations import close_staff, new_recovery_codes
from app.kernel import clock
from app.store import transaction, write
from tests.keys import BEFORE, NEXT, PASSWORD, PIN, come, figures, show_password, signed_in, with_keys
from tests.page import Visitor

TOMORROW = "2027-03-02T00:30+00:00"
HOME = "/staff/combe-harrow/today"


def test_password_and_figures_lead_to_the_page_that_was_asked_for(app: Flask, visitor: Visitor) -> None:
    staff_id, email = with_keys()
    asked = visitor.get("/staff/me?a=1")
    assert asked.h1 == "Sign in to the desk"
    factor = visitor.submit(asked.form().fill(email=email.upper(), password=PASSWORD))
    assert factor.h1 == "And your phone"
    assert visitor.client.get("/staff/me").status_code == 303
    assert visitor.submit(factor.form().fill(second_factor=figures(staff_id))).url == "/staff/me?a=1"
    assert visitor.get("/staff/sign-in", reads=25).url == HOME


@pytest.mark.parametrize("wanted", ["https://elsewhere.example", "//elsewhere.example/staff", "/staff\\@elsewhere"])
def test_the_way_on_is_our_own(visitor: Visitor, wanted: str) -> None:
    staff_id, email = with_keys()
    asked = visitor.get("/staff/sign-in", query_string={"next": wanted})
    factor = visitor.submit(asked.form().fill(email=email, password=PASSWORD))
    assert visitor.submit(factor.form().fill(second_factor=figures(staff_id))).url == HOME


def test_nothing_tells_a_wrong_password_from_an_unknown_mail(visitor: Visitor) -> None:
    _, email = with_keys()
    wrong = show_password(visitor, email, word="not the password at all", status=422)
    unknown = show_password(visitor, "nobody@example.com", word="not the password at all", status=422)
    pages = [re.sub(r'value="[^"]*"', "", page.response.text) for page in (wrong, unknown)]
    assert pages[0] == pages[1]
    assert wrong.one("input", name="email").get("value") == email


def test_an_unknown_mail_costs_a_verification_too(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str | None] = []
    fits = passwords.fits
    monkeypatch.setattr(
        "app.identity.staff.operations.signing_in.fits", lambda kept, word: (tried.append(kept), fits(kept, word))[1]
    )
    show_password(visitor, "nobody@example.com", status=422)
    assert tried == [None]


def test_whoever_left_or_has_not_come_in_yet_does_not_get_in(app: Flask, visitor: Visitor) -> None:
    with_keys("administrator")
    staff_id, email = with_keys()
    transaction(lambda: write(update(Staff.__table__).where(Staff.id == staff_id).values(totp_secret=None)))
    show_password(visitor, email, status=422)
    other_id, other = with_keys("manager")
    inside = signed_in(app, other_id, other)
    close_staff(other_id, by=staff_id)
    show_password(visitor, other, status=422)
    assert inside.client.get("/staff/me").status_code == 303


def test_a_recovery_code_stands_in_once(app: Flask, visitor: Visitor) -> None:
    staff_id, email = with_keys()
    code = new_recovery_codes(staff_id)[0]
    form = show_password(visitor, email).form()
    assert visitor.submit(form.fill(second_factor=code)).url == HOME
    again = Visitor(app)
    again.submit(show_password(again, email).form().fill(second_factor=code), status=422)


def test_the_password_alone_is_worth_ten_minutes_and_nothing_after_a_change(visitor: Visitor) -> None:
    staff_id, email = with_keys()
    form = show_password(visitor, email).form()
    keys = {"password_hash": passwords.hashed("another one altogether")}
    transaction(lambda: write(update(Staff.__table__).where(Staff.id == staff_id).values(keys)))
    assert visitor.submit(form.fill(second_factor=figures(staff_id))).url == "/staff/sign-in"


def test_without_the_password_there_is_no_second_factor(visitor: Visitor) -> None:
    assert visitor.get("/staff/second-factor").url == "/staff/sign-in"


def test_a_session_from_before_signing_in_is_worth_nothing(app: Flask) -> None:
    staff_id, email = with_keys()
    visitor = signed_in(app, staff_id, email)
    first = visitor.client.get_cookie("quince")
    visitor.submit(visitor.get("/staff/me").form(action="/staff/sign-out"))
    come(visitor, staff_id, email, step=NEXT)
    second = visitor.client.get_cookie("quince")
    assert first
    assert second
    assert first.value != second.value
    old = Visitor(app)
    old.client.set_cookie("quince", first.value)
    assert old.client.get("/staff/me").status_code == 303


def test_ten_tries_for_a_mail_whoever_it_is(visitor: Visitor) -> None:
    for email in (with_keys()[1], "nobody@example.com"):
        for _ in range(10):
            show_password(visitor, email, word="wrong", status=422)
        show_password(visitor, email, status=429)


def test_a_stranger_who_tries_keeps_nobody_from_their_own_desk(app: Flask) -> None:
    staff_id, email = with_keys()
    own = signed_in(app, staff_id, email, trust=True)
    own.submit(own.get("/staff/me").form(action="/staff/sign-out"))
    stranger = Visitor(app)
    for _ in range(9):
        show_password(stranger, email, word="wrong", status=422)
    show_password(stranger, email, status=429)
    assert show_password(own, email).url == HOME


def test_a_trusted_desk_asks_for_the_phone_once_a_day(app: Flask) -> None:
    staff_id, email = with_keys()
    visitor = signed_in(app, staff_id, email, trust=True)
    visitor.submit(visitor.get("/staff/me").form(action="/staff/sign-out"))
    assert show_password(visitor, email).url == HOME
    clock.configure(TOMORROW)
    assert show_password(visitor, email).h1 == "And your phone"


def test_trust_is_for_one_person(app: Flask) -> None:
    visitor = signed_in(app, *with_keys(), trust=True)
    visitor.submit(visitor.get("/staff/me").form(action="/staff/sign-out"))
    assert show_password(visitor, with_keys("manager")[1]).h1 == "And your phone"


def test_changing_the_password_ends_every_session_and_all_trust(app: Flask) -> None:
    staff_id, email = with_keys()
    elsewhere = signed_in(app, staff_id, email, step=BEFORE)
    visitor = signed_in(app, staff_id, email, trust=True)
    fresh = "nine slow barges at anchor"
    form = visitor.get("/staff/me").form(action="/staff/me/password")
    visitor.submit(form.fill(old="wrong", new=fresh, again=fresh), status=422)
    visitor.submit(form.fill(old=PASSWORD, new=fresh, again="other"), status=422)
    visitor.submit(form.fill(old=PASSWORD, new="reception2027", again="reception2027"), status=422)
    assert visitor.submit(form.fill(old=PASSWORD, new=fresh, again=fresh)).url == "/staff/sign-in"
    assert elsewhere.client.get("/staff/me").status_code == 303
    assert show_password(visitor, email, word=fresh).h1 == "And your phone"


def two_at_a_desk(app: Flask) -> tuple[Visitor, int, int]:
    """Reception at the desk, the manager there earlier today."""
    manager_id, manager = with_keys("manager")
    reception_id, reception = with_keys()
    visitor = signed_in(app, manager_id, manager, trust=True)
    visitor.submit(visitor.get("/staff/me").form(action="/staff/sign-out"))
    come(visitor, reception_id, reception, trust=True)
    return visitor, reception_id, manager_id


def test_hands_change_by_pin(app: Flask) -> None:
    visitor, _, manager_id = two_at_a_desk(app)
    page = visitor.get("/staff/switch")
    assert "Jo Tamsin" not in page.words("fieldset")
    token = visitor.client.get_cookie("quince")
    assert visitor.submit(page.form().fill(person=str(manager_id), pin=PIN)).url == HOME
    assert "Priya Nair" in visitor.get("/staff/me").text
    assert token
    before = Visitor(app)
    before.client.set_cookie("quince", token.value)
    assert before.client.get("/staff/me").status_code == 303
    proof = visitor.get("/staff/me").form(action="/staff/me/recovery-codes")
    assert visitor.submit(proof, status=422).h1 == "Show it is you", "a PIN is no second factor"


def test_three_wrong_pins_and_it_takes_the_password(app: Flask) -> None:
    visitor, _, manager_id = two_at_a_desk(app)
    form = visitor.get("/staff/switch").form().fill(person=str(manager_id))
    for _ in range(3):
        visitor.submit(form.fill(pin="0000"), status=422)
    visitor.submit(form.fill(pin=PIN), status=422)
    assert "Jo Tamsin" in visitor.get("/staff/me").text
    visitor.submit(visitor.get("/staff/me").form(action="/staff/sign-out"))
    assert show_password(visitor, "manager@combe-harrow.example").url == HOME


def test_a_pin_is_good_at_its_desk_only(app: Flask) -> None:
    _, _, manager_id = two_at_a_desk(app)
    other_id, other = with_keys("kitchen")
    elsewhere = signed_in(app, other_id, other, trust=True)
    assert "Nobody to change with" in elsewhere.get("/staff/switch").h1
    data = elsewhere.get("/staff/me").form(action="/staff/sign-out").data()
    elsewhere.post("/staff/switch", {**data, "person": str(manager_id), "pin": PIN}, status=422)


def test_the_desks_cookie_is_another_one_after_each_second_factor(app: Flask) -> None:
    """Whoever plants a token of theirs in a browser has nothing once somebody signs in there."""
    planter_id, planter = with_keys("kitchen")
    planted = signed_in(app, planter_id, planter, trust=True).client.get_cookie("quince-desk")
    staff_id, email = with_keys()
    victim = Visitor(app)
    assert planted
    victim.client.set_cookie("quince-desk", planted.value)
    come(victim, staff_id, email, trust=True)
    elsewhere = Visitor(app)
    elsewhere.client.set_cookie("quince-desk", planted.value)
    assert "Nobody to change with" in elsewhere.get("/staff/switch").h1
