"""The list of bookings: found by anything, kept in the address, never another house's."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.staffing import desk

READS = 9


def test_a_booking_is_found_and_its_row_says_what_matters(app: Flask) -> None:
    reference = placed(basket(found())).reference
    visitor = desk(app)
    page = visitor.get("/staff/combe-harrow/bookings", reads=READS)
    page = visitor.submit(page.form(role="search").fill(q="whitlock"), reads=READS)
    assert "1 booking" in page.text
    row = page.words("table")
    for words in ("Anna Whitlock", reference, "£300.00 to pay", "Booked online"):
        assert words in row
    assert page.one("input", name="q").get("value") == "whitlock"


def test_nothing_found_says_what_else_to_try(app: Flask) -> None:
    page = desk(app).get("/staff/combe-harrow/bookings?q=nobody&state=cancelled", reads=READS)
    assert "Nothing fits" in page.text
    assert page.link("In every state").endswith("?q=nobody")


def test_days_that_were_understood_are_said(app: Flask) -> None:
    page = desk(app).get("/staff/combe-harrow/bookings?q=5+March+2027", reads=READS)
    assert "Arriving or leaving on Fri 5 March 2027" in page.text


def test_the_group_finds_bookings_of_every_house_and_reception_those_of_its_own(app: Flask) -> None:
    placed(basket(found("combe-harrow")))
    placed(basket(found("withy-moor")))
    assert "2 bookings" in desk(app, "administrator").get("/staff/bookings?q=anna", reads=READS).text
    assert "1 booking" in desk(app, "reception", "withy-moor").get("/staff/bookings?q=anna", reads=READS).text


@pytest.mark.parametrize(
    "asked",
    ["q=" + "9" * 3000, "q=%00%F0%9F%8D%90", "q=%E2%80%AEabc", "page=0", "page=99999999", "page=x", "state=odd",
     "q=a&q=b", "q=2027-99-99", "q=%25"],
)  # fmt: skip
def test_nothing_that_is_asked_breaks_the_list(app: Flask, asked: str) -> None:
    desk(app).get(f"/staff/combe-harrow/bookings?{asked}", reads=READS)


def test_long_lists_have_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for room_type in ("snug", "garden", "shepherds-hut"):
        placed(basket(found(), room_type))
    monkeypatch.setattr("app.staff.bookings.search.PAGE", 2)
    page = desk(app).get("/staff/combe-harrow/bookings?q=anna", reads=READS)
    assert "Page 1 of 2" in page.text
    assert page.link("Later page").endswith("?q=anna&page=2")
