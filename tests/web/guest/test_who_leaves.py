"""A smaller party: who of those whom the house knows stays away is asked, and may be left open."""

from __future__ import annotations

import pytest
from flask import Flask

from app.booking.people.operations import keep_people
from app.booking.people.queries import allergies_of, register_of
from app.booking.people.rules import CannotEat, Entry
from app.kernel.party import Party
from tests import markup
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.guest.desk import fresh
from tests.web.guest.manage import READS, book, kept, look

ANNA, TOM, IDA = Entry("Anna Wren", "GB"), Entry("Tom Wren", "GB"), CannotEat("Ida", ("nuts",), "anaphylaxis")


def three() -> tuple[int, str]:
    """Anna and Tom are in the register; the third cannot eat nuts."""
    booking_id, url = book(party=Party(3))
    keep_people(booking_id, {(0, 1): ANNA, (0, 2): TOM}, {(0, 3): IDA})
    fresh()
    return booking_id, url


def asked(page: Page) -> list[str]:
    return [markup.words(one) for one in page.all("fieldset", data_question="leaving")]


def known(booking_id: int) -> tuple[list[str], list[str]]:
    fresh()
    said = allergies_of(booking_id).values()
    return [entry.name for entry in register_of(booking_id).values()], [own.cannot_eat.person for own in said]


def test_whom_the_guest_names_is_forgotten_and_nobody_else(visitor: Visitor) -> None:
    booking_id, url = three()
    (question,) = asked(look(visitor, url, adults="2"))
    assert "Which adult is not coming?" in question
    assert "Left open, we take it to be Ida" in question
    page = look(visitor, url, adults="2", leaving="0-2")
    assert [one.attrib["value"] for one in page.all("input", name="leaving") if "checked" in one.attrib] == ["0-2"]
    assert "Left open" not in asked(page)[0]

    form = page.form(id="confirm")
    again = visitor.submit(form.fill(leaving=["0-1", "0-2"]), 422)
    assert "Tick one name at most: which adult is not coming?" in again.words(class_="errors")
    assert known(booking_id) == (["Anna Wren", "Tom Wren"], ["Ida"])
    visitor.submit(again.form(id="confirm").fill(leaving=["0-2"]))
    assert kept(booking_id).chosen.party == Party(2)
    assert known(booking_id) == (["Anna Wren"], ["Ida"])


def test_it_may_be_left_open_and_is_not_asked_where_it_is_clear(visitor: Visitor) -> None:
    booking_id, url = three()
    assert asked(look(visitor, url, adults="3", children="4")) == []
    visitor.submit(look(visitor, url, adults="2").form(id="confirm"))
    assert known(booking_id) == (["Anna Wren", "Tom Wren"], [])
    other, other_url = book(party=Party(2, (4,)))
    assert asked(look(visitor, other_url, adults="1")) == [], "nothing is known of anybody"
    keep_people(other, {}, {(0, 3): IDA})
    assert asked(look(visitor, other_url, children="")) == []


@pytest.mark.parametrize("value", ["9-9", "0-4", "-1", "x" * 500, "💐", "\x00", "0-2-1", "1" * 20 + "-1"])
def test_nobody_else_can_be_named(visitor: Visitor, value: str) -> None:
    booking_id, url = three()
    form = look(visitor, url, adults="2").form(id="confirm")
    visitor.submit(form.fill(leaving=[value]))
    assert known(booking_id) == (["Anna Wren", "Tom Wren"], [])


def test_the_house_may_say_it_for_them(app: Flask) -> None:
    booking_id, _ = three()
    visitor = desk(app)
    url = f"/staff/combe-harrow/bookings/{kept(booking_id).reference}/amendment"
    page = visitor.get(url, reads=READS + 8, query_string={"adults": "1"})
    assert "Which two adults are not coming?" in asked(page)[0]
    visitor.submit(page.form(id="confirm").fill(leaving=["0-1", "0-2"]))
    assert known(booking_id) == ([], ["Ida"])
