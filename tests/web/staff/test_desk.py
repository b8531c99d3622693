"""Where staff begin, and who does not get there."""

import pytest
from flask import Flask

from tests.markup import words
from tests.page import Visitor
from tests.staffing import desk

pytestmark = pytest.mark.houses(2)


def test_staff_see_the_houses_at_which_they_work(app: Flask) -> None:
    page = desk(app, "reception", "withy-moor").get("/staff/desk")
    assert "Withy Moor" in page.text
    assert "Combe Harrow" not in page.text


def test_the_group_sees_every_house(app: Flask) -> None:
    page = desk(app, "administrator").get("/staff/desk")
    assert "Withy Moor" in page.text
    assert "Combe Harrow" in page.text


def test_a_stranger_is_led_to_sign_in(app: Flask) -> None:
    answer = Visitor(app).client.get("/staff")
    assert answer.status_code == 303
    assert answer.location == "/staff/sign-in?next=%2Fstaff"


def test_signing_out_ends_the_session(app: Flask) -> None:
    visitor = desk(app)
    token = visitor.client.get_cookie("quince")
    visitor.submit(visitor.get("/staff/desk").form(action="/staff/sign-out"))
    assert visitor.client.get("/staff/me").status_code == 303
    again = Visitor(app)
    assert token
    again.client.set_cookie("quince", token.value)
    assert again.client.get("/staff/me").status_code == 303


def test_a_guest_page_shows_staff_a_strangers_page(app: Flask) -> None:
    visitor = desk(app)
    visitor.get("/")
    assert visitor.client.get("/staff/desk").status_code == 200


@pytest.mark.parametrize(
    ("role", "url"),
    [
        ("reception", "/staff/combe-harrow/today"),
        ("manager", "/staff/combe-harrow/today"),
        ("administrator", "/staff/today"),
        ("kitchen", "/staff/combe-harrow/covers"),
        ("housekeeping", "/staff/combe-harrow/rooms"),
    ],
)
def test_everybody_begins_at_the_page_of_their_work(app: Flask, role: str, url: str) -> None:
    assert desk(app, role).client.get("/staff").location == url


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/staff/withy-moor/rooms", 404, "Not at this desk"),
        ("/staff/nowhere-at-all", 404, "Not at this desk"),
        ("/staff/staff", 403, "Not yours to do"),
    ],
)
def test_what_went_wrong_keeps_the_bar(app: Flask, path: str, status: int, title: str) -> None:
    page = desk(app, "reception").get(path, status=status)
    assert page.h1 == title
    assert page.all("nav", aria_label="Staff")
    assert not Visitor(app).get("/staffing", status=404).all("nav", aria_label="Staff")


def test_the_bar_folds_pages_under_nouns_and_shows_those_of_the_page_one_is_on(app: Flask) -> None:
    page = desk(app, "reception").get("/staff/combe-harrow/arrivals")
    assert [words(one) for one in page.one("nav", aria_label="Staff").iter("summary")] == [
        "Menu", "The day", "Front desk", "Care",
    ]  # fmt: skip
    assert [words(one) for one in page.all("summary", aria_current="true")] == ["The day"]
    below = list(page.one("nav", aria_label="The day").iter("a"))
    assert [words(one) for one in below] == ["Today", "Tape chart", "Arrivals", "Rooms", "Covers", "Tasks"]
    assert [words(one) for one in below if one.get("aria-current") == "page"] == ["Arrivals"]
    assert page.link("Rates").endswith("/staff/combe-harrow/rates")


def test_a_bar_of_few_pages_folds_nothing(app: Flask) -> None:
    bar = desk(app, "kitchen").get("/staff/combe-harrow/covers").one("nav", aria_label="Staff")
    assert [words(one) for one in bar.iter("a")] == ["Covers", "Tasks"]
    assert not list(bar.iter("details"))
