"""What the figures leave out: levies, rooms given up, and rooms that earned nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from app.booking import operations as booking
from app.booking.models import Booking
from app.catalogue.models import Location
from app.insight.performance import Period, nights_sold, stays_arriving
from app.kernel.stay import Stay
from app.pricing.models import Levy, QuoteLine
from app.store import db, transaction, write
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY, TODAY, add, prices_changed
from tests.cards import placed

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
WEEKEND = Period(FRIDAY, FRIDAY + timedelta(days=1))
NIGHT = 15000 - 2500
"""A night of 150 pounds without its VAT."""


def test_a_levy_is_no_revenue() -> None:
    house = cast.found()
    add(Levy(location_id=house.id, name="Town", kind="person_night", amount=200, vat_bp=0, holds_from_on=TODAY))
    prices_changed(house)
    done = placed(basket(house, "snug"))
    quote_id = db.session.execute(select(Booking.quote_id).where(Booking.id == done.booking_id)).scalar_one()
    levied = select(QuoteLine.gross_minor).where(QuoteLine.quote_id == quote_id, QuoteLine.kind == "levy")
    assert sum(db.session.scalars(levied)) > 0
    found = nights_sold([house.id], WEEKEND)
    assert [found[house.id, FRIDAY + timedelta(days=day)].revenue_minor for day in range(2)] == [NIGHT, NIGHT]


def test_a_room_that_was_given_up_is_no_stay() -> None:
    house = cast.found()
    long = basket(house, "garden", stay=Stay.of(FRIDAY, 5))
    done = placed(several(house, basket(house, "snug"), long))
    booking.cancel_booking(done.booking_id, parts=[1])
    db.session.rollback()
    stays = stays_arriving([house.id], WEEKEND)[house.id]
    assert (stays.bookings, stays.cancelled, stays.stays, stays.nights) == (1, 0, 1, 2)
    assert nights_sold([house.id], WEEKEND)[house.id, FRIDAY].taken == 1


def test_a_room_that_earned_nothing_is_taken_and_not_sold() -> None:
    house = cast.found()
    done = placed(basket(house, "snug"))
    quote_id = db.session.execute(select(Booking.quote_id).where(Booking.id == done.booking_id)).scalar_one()
    night = (QuoteLine.quote_id == quote_id, QuoteLine.night == FRIDAY, QuoteLine.kind == "room")
    gross, vat = db.session.execute(select(QuoteLine.gross_minor, QuoteLine.vat_minor).where(*night)).one()
    row = {
        "quote_id": quote_id,
        "position": 99,
        "kind": "reduction",
        "night": FRIDAY,
        "label": "With our thanks",
        "gross_minor": -gross,
        "vat_bp": 2000,
        "vat_minor": -vat,
    }
    transaction(lambda: write(insert(QuoteLine), row))
    found = nights_sold([house.id], WEEKEND)
    shown = [found[house.id, FRIDAY + timedelta(days=day)] for day in range(2)]
    assert [(one.taken, one.complimentary) for one in shown] == [(1, 1), (1, 0)]


def test_money_of_another_currency_is_not_added_to_the_houses() -> None:
    """A house that changed its currency: rooms count, what was charged in the old one does not."""
    house = cast.found()
    placed(basket(house, "snug"))
    before = nights_sold([house.id], WEEKEND)[house.id, FRIDAY]
    transaction(lambda: write(update(Location).where(Location.id == house.id).values(currency="EUR")))
    after = nights_sold([house.id], WEEKEND)[house.id, FRIDAY]
    assert before.room_minor > 0
    assert (after.taken, after.room_minor, after.revenue_minor) == (before.taken, 0, 0)
