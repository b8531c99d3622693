"""The mail before arrival asks for the register while something of it is missing."""

from __future__ import annotations

import pytest

from app.booking.people.operations import keep_people
from app.booking.people.rules import Entry
from app.web.mail import compose
from tests.unit.web.mail.examples import before_arrival

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def test_it_asks_until_nothing_is_missing() -> None:
    message = before_arrival()
    keep_people(message.subject_id, {(0, 1): Entry("Anna", "GB")}, {})
    asking = compose(message)
    assert "/party" in asking.text
    assert "/party" in asking.html
    keep_people(message.subject_id, {(0, 1): Entry("Anna", "GB"), (0, 2): Entry("Tom", "IE")}, {})
    asked = compose(message)
    assert "/party" not in asked.text
    assert "/party" not in asked.html
