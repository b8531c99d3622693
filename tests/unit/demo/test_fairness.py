"""The demo's guests were told what everybody is told, and its nights were checked like any other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import Booking
from app.kernel import clock
from app.offers.fair import check_day, checks
from app.offers.fair.models import PriceCheck
from app.store import db, transaction, write
from tests.unit.demo.conftest import MEASURED
from tests.unit.offers.fair.told import by_hand

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
YESTERDAY = date(2027, 2, 28)


@pytest.mark.long(2)
def test_every_price_of_the_past_is_everybodys(seeded: Flask) -> None:
    found = checks()
    assert found.since_on == date(2027, 3, 1) - timedelta(days=MEASURED)
    assert found.nights == MEASURED
    assert found.sampled > MEASURED * 20
    assert (found.differing, found.not_replayable) == (0, 0)


def test_one_that_is_not_is_found_among_them(seeded: Flask) -> None:
    booked = select(Booking.quote_id).where(Booking.booked_at < clock.now() - timedelta(hours=12))
    favoured = db.session.execute(booked.order_by(Booking.booked_at.desc()).limit(1)).scalar_one()
    by_hand(favoured, 100)
    transaction(lambda: write(PriceCheck.__table__.delete()))
    assert check_day(YESTERDAY, "Europe/London")
    (apart,) = checks().apart
    assert [one["quote"] for one in apart.differences] == [favoured]
