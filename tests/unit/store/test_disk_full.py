"""A full disk refuses a booking whole, and the next one is taken as soon as there is room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.booking import operations as booking
from app.insight import verify
from app.kernel.stay import Stay
from app.store import db
from tests import stock
from tests.baskets import basket
from tests.builders import TODAY
from tests.cast import found

pytestmark = pytest.mark.houses(1)


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def allow_pages(more: int | None) -> None:
    """This connection may let the file grow by so many pages, or by any number."""
    db.session.rollback()
    connection = db.session.connection().connection.driver_connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {1 << 30 if more is None else pages + more}")
    db.session.rollback()


def book(numbers: range) -> list[str]:
    """A night for each number, until the disk is full: the references that were acknowledged."""
    acknowledged = []
    for number in numbers:
        typed = {"name": "Ada Quick", "email": f"ada{number}@example.org", "notes": "x" * 900}
        try:
            started = booking.start_checkout(basket(found(), stay=Stay.of(TODAY + timedelta(days=1 + number), 1)))
            booking.keep_details(started.checkout_id, typed)
            acknowledged.append(booking.place_booking(started.checkout_id).reference)
        except OperationalError as error:
            if "full" not in str(error):
                raise
            break
    return acknowledged


def test_a_full_disk_leaves_nothing_half_written_and_is_forgotten(app: Flask) -> None:
    references = book(range(1))
    allow_pages(6)
    references += book(range(1, 60))
    assert 1 <= len(references) < 60
    assert not stock.faults()

    allow_pages(None)
    references += book(range(60, 65))
    assert not stock.faults()
    assert not [check for check in verify.run() if not check.ok]
    there = {str(reference) for (reference,) in stock.rows("SELECT reference FROM booking")}
    assert set(references) == there
    assert len(references) > 5
    assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
