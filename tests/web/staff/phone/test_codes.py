"""A caller's code at the phone desk: in the prices that are read out, in the hold, and taken off again."""

from __future__ import annotations

import pytest
from flask import Flask

from app.promotions import operations as promotions
from tests.offers import now, offer
from tests.page import Form, Visitor
from tests.staffing import desk
from tests.web.staff.phone.calls import CALLER, WEEKEND, end, held


@pytest.fixture
def reception(app: Flask) -> Visitor:
    return desk(app, "reception")


def test_a_callers_code_is_in_the_prices_and_in_the_hold(reception: Visitor) -> None:
    own = offer("less", code="QUINCE10", by_code_only=True)
    found = reception.get(f"{WEEKEND}&code=quince%2010")
    assert "“Less” is in these prices" in found.text
    assert 27600 in found.prices()
    section = found.one("section", data_location="combe-harrow")
    value = next(one.attrib["value"] for one in section.iter("button") if one.attrib["value"].endswith(":27600"))
    hold = reception.submit(Form(found.url, next(section.iter("form"))), press=f"rate={value}")
    assert hold.prices()[0] == 27600
    booked = end(reception, hold, "owe", terms_read="y")
    assert "£276" in booked.text
    assert now(own.id).used == 1


def test_a_wrong_code_is_said_and_what_was_typed_stays(reception: Visitor) -> None:
    found = reception.get(f"{WEEKEND}&code=quinze")
    assert "We do not know the code “quinze”" in found.text
    assert found.one("input", id="p-code").attrib["value"] == "quinze"
    hold = held(reception)
    wrong = reception.submit(hold.form(class_="call").fill(**CALLER, code="quinze"), 422, press="act=code")
    assert "We do not know that code" in wrong.text
    typed = wrong.form(class_="call").data()
    assert (typed["code"], typed["name"]) == (["quinze"], [CALLER["name"]])


def test_a_code_typed_in_the_hold_is_gone_at_the_end_of_the_call(reception: Visitor) -> None:
    own = offer("less", code="QUINCE10")
    hold = held(reception)
    good = reception.submit(hold.form(class_="call").fill(**CALLER, code="QUINCE10"), press="act=code")
    assert good.prices()[0] == 27600
    promotions.stop(own.id, seen_revision=2, by=None)
    gone = end(reception, good, "owe", 409, terms_read="y")
    assert "cannot be had any more" in gone.text
    [form] = [one for one in gone.all("form") if one.find(".//input[@name='drop']") is not None]
    full = reception.submit(Form(gone.url, form), press=f"act=drop-{own.id}")
    assert full.prices()[0] == 30000
    assert full.form(class_="call").data()["phone"] == [CALLER["phone"]]
