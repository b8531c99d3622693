"""Somebody who is taken on chooses their keys, once, within three days."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask

from app.identity.staff.operations import close_staff, invite
from app.kernel import clock
from app.web.links import link_token
from tests.page import Page, Visitor
from tests.staffing import hired

GOOD = "nine slow barges at anchor"
TOO_LATE = "2027-03-04T09:00+00:00"


def invitation(role: str = "reception") -> tuple[int, str]:
    staff_id = hired(role)
    return staff_id, link(staff_id, invite(staff_id))


def link(staff_id: int, version: int) -> str:
    return f"/staff/invitation/{link_token('invited', staff_id, version)}"


def figures(page: Page) -> str:
    return pyotp.TOTP(page.words("p", class_="secret").replace(" ", "")).at(clock.machine_now())


def keys(page: Page, password: str = GOOD) -> dict[str, str]:
    return {"password": password, "again": password, "figures": figures(page)}


def test_keys_are_chosen_and_let_in(app: Flask, visitor: Visitor) -> None:
    staff_id, url = invitation()
    page = visitor.get(url)
    assert "Jo Tamsin" in page.h1
    assert visitor.get(url).words("p", class_="secret") == page.words("p", class_="secret")
    done = visitor.submit(page.form().fill(**keys(page)))
    assert done.h1 == "For the day the phone is lost"
    codes = [re.sub(r"\s", "", "".join(one.itertext())) for one in next(done.tree.iter("ol")).iter("li")]
    assert len(set(codes)) == 10
    assert visitor.get("/staff/me").status == 200
    assert Visitor(app).get(url, status=404).h1 == "That invitation has had its day"
    again = Visitor(app)
    form = again.get("/staff/sign-in").form().fill(email="reception@combe-harrow.example", password=GOOD)
    assert again.submit(again.submit(form).form().fill(second_factor=codes[0])).url == "/staff/combe-harrow/today"
    assert staff_id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"again": "another one altogether"}, "not the same"),
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": "Jo.Tamsin.2027", "again": "Jo.Tamsin.2027"}, "first that somebody would try"),
        ({"password": "x" * 201, "again": "x" * 201}, "200 characters at most"),
        ({"figures": "123"}, "not the figures"),
        ({"figures": "１２３４５６"}, "not the figures"),
    ],
)
def test_keys_that_are_none(visitor: Visitor, typed: dict[str, str], sentence: str) -> None:
    _, url = invitation()
    page = visitor.get(url)
    wrong = visitor.submit(page.form().fill(**(keys(page) | typed)), status=422)
    assert sentence in wrong.text
    assert visitor.submit(wrong.form().fill(**keys(wrong))).h1 == "For the day the phone is lost"


def test_an_invitation_has_its_day(visitor: Visitor) -> None:
    _, url = invitation()
    clock.configure(TOO_LATE)
    visitor.get(url, status=404)


def test_only_the_newest_is_good_and_the_closed_have_none(visitor: Visitor) -> None:
    keeper = hired("administrator")
    staff_id, url = invitation()
    newer = link(staff_id, invite(staff_id))
    visitor.get(url, status=404)
    page = visitor.get(newer)
    close_staff(staff_id, by=keeper)
    visitor.submit(page.form().fill(**keys(page)), status=404)
    visitor.get("/staff/invitation/forged", status=404)


def test_a_new_invitation_ends_what_was_there(app: Flask, visitor: Visitor) -> None:
    staff_id, url = invitation()
    page = visitor.get(url)
    visitor.submit(page.form().fill(**keys(page)))
    invite(staff_id)
    assert visitor.client.get("/staff/me").status_code == 303
    again = Visitor(app)
    form = again.get("/staff/sign-in").form().fill(email="reception@combe-harrow.example", password=GOOD)
    again.submit(form, status=422)
