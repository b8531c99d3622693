"""The page of a notice says whether telling spared asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.care.enquiries import write_to_house
from tests import cast, touched
from tests.staffing import desk
from tests.web.guest.desk import fresh

SetClock = Callable[[str], None]
pytestmark = pytest.mark.houses(2)
READS = 20


def test_before_after_and_what_it_comes_to(app: Flask, set_clock: SetClock) -> None:
    house = cast.found()
    set_clock("2027-02-01T09:00+00:00")
    stay = {"arrival_on": date(2027, 3, 5), "departure_on": date(2027, 3, 7)}
    told = [touched.booked(house, n, [stay]) for n in range(3)]
    for n in range(3, 6):
        touched.booked(house, n, [{"arrival_on": date(2027, 3, 8), "departure_on": date(2027, 3, 9)}])
    set_clock("2027-02-28T12:00+00:00")
    write_to_house(told[0], "broken", "Is there hot water?")
    set_clock("2027-03-02T10:00+00:00")
    notice_id = touched.announced(touched.wish(house))
    touched.told_out(notice_id)
    fresh()
    manager = desk(app, "manager")
    url = f"/staff/combe-harrow/notices/{notice_id}"
    assert "Too early to tell who asks" in manager.get(url, reads=READS).text
    set_clock("2027-03-03T09:00+00:00")
    write_to_house(told[1], "broken", "And on Sunday?")
    set_clock("2027-03-04T11:00+00:00")
    manager = desk(app, "manager", mail="later@combe-harrow.example")
    words = manager.get(url, reads=READS).words("section", **{"aria-labelledby": "deflection-title"})
    for part in (
        "Who asks: cannot tell yet",
        "Told333.333.3",
        "not told30.00.0",
        "Against the others that is 0.0 per 100, 95 % interval −113.2 to +113.2",
        "One enquiry is about it: things that do not work (1).",
    ):
        assert part in words, words
