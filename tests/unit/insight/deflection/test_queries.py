"""Which bookings and contacts a notice's deflection is counted from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.care.enquiries import write_to_house
from app.care.notices.operations import tell_chunk, telling, update_notice, write_touches
from app.care.notices.operations.stepping import News
from app.insight.deflection import deflection_of
from tests import cast, touched

SetClock = Callable[[str], None]
pytestmark = pytest.mark.houses(1)
FRIDAY, SUNDAY = date(2027, 3, 5), date(2027, 3, 7)
NEXT_FRIDAY, NEXT_SUNDAY = date(2027, 3, 12), date(2027, 3, 14)


def test_contacts_before_and_after_of_told_and_of_others(
    app: Flask, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told, one after the other, and then of news; the first message counts.

    Their changes are -1, 0, 0, variance a third; of the others -1, 1, 1, variance four thirds.
    """
    house = cast.found()
    set_clock("2027-02-01T09:00+00:00")
    told = [touched.booked(house, n, [{"arrival_on": FRIDAY, "departure_on": SUNDAY}]) for n in range(3)]
    alike = {"arrival_on": date(2027, 3, 8), "departure_on": date(2027, 3, 9)}
    others = [touched.booked(house, n, [alike]) for n in range(3, 6)]
    set_clock("2027-03-01T12:00+00:00")
    write_to_house(told[0], "broken", "Is there hot water?")
    write_to_house(others[0], "broken", "Is there hot water?")
    set_clock("2027-03-02T10:00+00:00")
    notice_id = touched.announced(touched.wish(house))
    assert deflection_of(notice_id, house.id) is None
    write_touches(notice_id)
    monkeypatch.setattr(telling, "CHUNK", 1)
    for second in range(3):
        set_clock(f"2027-03-02T10:00:0{second}+00:00")
        tell_chunk(notice_id)
    assert tell_chunk(notice_id) == 0
    row = touched.notice_row(notice_id)
    later = News(row.begins_at, row.ends_at, row.weight, "As before.")
    set_clock("2027-03-02T19:00+00:00")
    update_notice(notice_id, later, seen_revision=row.revision, by=None)
    touched.told_out(notice_id)
    set_clock("2027-03-02T20:00+00:00")
    early = deflection_of(notice_id, house.id)
    assert early is not None
    assert early.verdict == "too early"
    set_clock("2027-03-03T12:00+00:00")
    write_to_house(others[1], "broken", "And now?")
    write_to_house(others[2], "broken", "And now?")
    set_clock("2027-03-04T11:00+00:00")
    found = deflection_of(notice_id, house.id)
    assert found is not None
    assert (found.told, found.others, round(found.days, 2)) == (3, 3, 2.04)
    assert (found.told_before, found.told_after) == (pytest.approx(1 / 3), 0)
    assert (found.others_before, found.others_after) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert found.difference == pytest.approx(-2 / 3)
    half = 1.959964 * ((1 / 3 + 4 / 3) / 3) ** 0.5
    assert (found.low, found.high) == (pytest.approx(-2 / 3 - half, abs=1e-4), pytest.approx(-2 / 3 + half, abs=1e-4))
