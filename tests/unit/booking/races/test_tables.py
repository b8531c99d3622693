"""Two tables that want the last covers of an hour at once, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import update

from app.booking.operations.tables import move_table
from app.inventory import SoldOut
from app.inventory.models import Allotment
from app.store import db, transaction, write
from tests.builders import FRIDAY
from tests.cast import found
from tests.stock import counter
from tests.web.staff.houses import stayed

pytestmark = pytest.mark.houses(1)


def test_one_gets_the_last_covers_and_the_other_keeps_its_hour(app: Flask) -> None:
    house, together = found(), Barrier(2)
    bookings = [stayed(name, None, suppers=((FRIDAY, "18:30"),)) for name in ("Tom Webb", "Ida Lund")]
    late = Allotment.__table__.c.resource_id == house.resources["20:00"]
    transaction(lambda: write(update(Allotment.__table__).where(late).values(sellable=3)))
    early_id, late_id = house.sittings["18:30"], house.sittings["20:00"]

    def move(booking_id: int) -> str:
        with app.app_context():
            together.wait(30)
            try:
                move_table(booking_id, 0, FRIDAY, late_id, seen_sitting_id=early_id, by=7)
            except SoldOut:
                return "full"
            return "moved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, bookings)) == ["full", "moved"]
    db.session.rollback()
    taken = [counter(house.resources[hour], FRIDAY)[1] for hour in ("18:30", "20:00")]
    assert taken == [2, 2]
