"""Prices with offers in them: what they were before anything came off is everybody's, and nothing was put on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.booking.operations import start_checkout
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Levy, QuoteLine
from app.store import db
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, add
from tests.cast import House, found
from tests.offers import offer
from tests.unit.offers.fair.told import by_hand, checked, opened

pytestmark = [pytest.mark.houses(1), pytest.mark.parametrize("engine", ["sqlite"])]
LONG = Stay.of(FRIDAY, 3)


@pytest.fixture
def house(app: Flask) -> House:
    house = found()
    add(Levy(location_id=house.id, name="City", kind="percent", amount=250, vat_bp=2000, holds_from_on=TODAY))
    opened(house)
    return house


def told(house: House, promotion_id: int, room_type: str = "garden") -> int:
    """The quote of a checkout with the offer."""
    one = basket(house, room_type, "flexible", LONG, Party(2, (4,), dogs=1) if room_type == "garden" else Party(2))
    return start_checkout(replace(one, promotions=(promotion_id,))).quote_id


def test_every_kind_is_everybodys_price_with_something_off(house: House, set_clock: Callable[[str], None]) -> None:
    gives: dict[str, dict[str, object]] = {
        "percent": {},
        "amount": {"amount_minor": 2000},
        "longer": {"percent_bp": 10_000},
        "extra": {"percent_bp": 10_000, "extra_id": house.extras["flowers"]},
        "supper": {"percent_bp": 5000},
        "later_departure": {"leaves_by": time(14)},
        "better_room": {"percent_bp": 5000, "room_type_id": house.room_types["garden"]},
        "another_house": {"houses": (house.id,)},
    }
    rooms = ["garden", "garden", "garden", "snug", "snug", "snug"]
    made = 0
    for (kind, own), room_type in zip(gives.items(), rooms, strict=False):
        told(house, offer(kind.replace("_", "-"), kind, **own).id, room_type)
        made += 1
    set_clock("2027-03-02T04:30+00:00")
    check = checked()
    assert check.differences == []
    assert (check.equal, check.offered) == (made, made)
    raised = select(func.count()).where(QuoteLine.kind == "reduction", QuoteLine.gross_minor > 0)
    assert db.session.execute(raised).scalar_one() == 0


def test_a_room_that_was_made_dearer_under_an_offer_is_found(house: House, set_clock: Callable[[str], None]) -> None:
    told(house, offer("other").id, "snug")
    by_hand(told(house, offer("less").id), -4500)
    set_clock("2027-03-02T04:30+00:00")
    check = checked()
    assert (check.equal, check.differing, check.offered) == (1, 1, 2)
    assert check.differences[0]["apart_minor"] == 4500
