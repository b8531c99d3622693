"""What closing a room comes to where its type is full, and that no more is closed than there is."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.builders import House
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.web.staff.test_closures import SATURDAY, URL, book, close, door, doors, give, given, level, some, sound

pytestmark = pytest.mark.houses(2)
TWO_PACKINGS = 80
"""Statements of a closure with moves within the room type and into another."""


@pytest.fixture
def house(app: Flask) -> House:
    return found()


@pytest.fixture
def priya(app: Flask, house: House) -> Visitor:
    return desk(app, "manager")


def test_a_full_type_loses_a_room_once_somebody_may_sleep_in_another(house: House, priya: Visitor) -> None:
    one = doors(house)[0]
    stays = [book(house, name)[1] for name in ("Anna Whitlock", "Ben Lovell", "Cat Moss")]
    give(stays[0], one)
    close(priya, some(house, "garden"), count="3")
    close(priya, some(house, "shepherds-hut"), count="1")
    refused = close(priya, door(house, one), 409)
    assert "No room for" in refused.text
    assert (given(stays[0]), level(house)) == ({one}, (3, 3, 0))
    lift = next(form.get("action") for form in priya.get(f"{URL}/1").all("form") if "lift" in str(form.get("action")))
    priya.submit(priya.get(f"{URL}/1").form(action=str(lift)))
    asked = close(priya, door(house, one), 409)
    assert "garden 1 (Garden)" in asked.words("tbody")
    assert "each at the price they have" in asked.words("caption")
    assert (given(stays[0]), level(house)) == ({one}, (3, 3, 0))
    priya.submit(asked.form(action=URL), reads=TWO_PACKINGS)
    assert [one in given(stay_id) for stay_id in stays] == [False] * 3
    assert (level(house), level(house, "garden")) == ((2, 2, 0), (3, 1, 0))
    sound()


def test_no_more_is_closed_than_there_is(house: House, priya: Visitor) -> None:
    refused = close(priya, some(house, "snug"), 409, count="4", reason="Floors & walls")
    assert "There are 3 of Snug. Close 3 at most. Nothing was closed." in refused.text
    assert refused.form(action=URL).data()["reason"] == ["Floors & walls"]
    close(priya, door(house, doors(house)[0]), first=str(SATURDAY))
    beside = close(priya, some(house, "snug"), 409, count="3")
    assert "There are 3 of Snug, and 1 is closed already on Saturday 6 March. Close 2 at most." in beside.text
    close(priya, some(house, "snug"), count="2")
    full = close(priya, some(house, "snug"), 409, first=str(SATURDAY))
    assert "3 are closed already on Saturday 6 March. Change what is closed, or choose other nights." in full.text
    assert (level(house), level(house, night=SATURDAY)) == ((1, 0, 0), (0, 0, 0))
    sound()
