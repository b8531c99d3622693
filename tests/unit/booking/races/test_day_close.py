"""Sixteen managers close the same day: one does, and its figures stand there once."""

from __future__ import annotations

from collections import Counter

import pytest

from app.booking.day_close import AlreadyClosed, close_day
from app.kernel import clock
from tests import stock
from tests.builders import TODAY
from tests.cast import found
from tests.clients import CLIENTS, Meet
from tests.staffing import hired
from tests.unit.booking.races.bunks import Sixteen

pytestmark = [pytest.mark.houses(1), pytest.mark.race]


def close(meet: Meet, house_id: int, by: int) -> str:
    clock.configure("2027-03-02T11:00+00:00")
    meet()
    try:
        close_day(house_id, TODAY, by)
    except AlreadyClosed:
        return "told"
    return "closed"


def test_a_day_is_closed_by_one(sixteen: Sixteen) -> None:
    house, by = found(), hired("manager")
    answers = Counter(sixteen(close, [(house.id, by)] * CLIENTS))
    assert answers == {"closed": 1, "told": CLIENTS - 1}
    assert stock.rows("SELECT COUNT(*) FROM day_close") == [(1,)]
    assert stock.rows("SELECT COUNT(*) FROM day_close_line WHERE kind = 'held'") == [(1,)]
