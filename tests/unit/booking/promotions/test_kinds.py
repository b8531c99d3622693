"""What each kind of promotion does to a basket: its price, its gift, and the claims of that."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from app.booking.queries import booking_of, checkout_of
from app.inventory.models import Claim
from app.pricing.operations import publish_rates
from app.promotions.errors import OfferGone
from app.promotions.queries import uses_of
from app.store import db, transaction
from tests.baskets import WEEKEND, basket, several
from tests.cast import found
from tests.offers import now, offer
from tests.unit.booking.promotions.test_checkouts import place, start

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]


@pytest.mark.parametrize(
    ("kind", "gives", "total"),
    [
        ("percent", {"percent_bp": 1000}, 30000 - 2400),
        ("amount", {"amount_minor": 5000}, 25000),
        ("longer", {"percent_bp": 10000}, 30000 - 12000),
        ("supper", {"percent_bp": 10000}, 30000),
        ("supper", {"percent_bp": 5000}, 30000 + 4200),
        ("later_departure", {"leaves_by": time(14)}, 30000),
    ],
)
def test_each_kind_in_a_checkout_is_priced_and_held_and_booked(kind: str, gives: dict[str, Any], total: int) -> None:
    """Two nights at 150 pounds with breakfast for two at 15 each: the room is 120."""
    own = offer("one", kind, **gives)
    booked = booking_of(place(basket(found()), own.id))
    assert booked is not None
    assert booked.quote.total_minor == total == booked.due_minor
    [use] = uses_of("booking", booked.id)
    assert use.minor == -sum(line.gross_minor for line in booked.quote.lines if line.kind == "reduction")
    assert (now(own.id).used, now(own.id).spent_minor) == (1, use.minor)


def test_flowers_for_nothing_are_in_the_basket_and_cost_nothing() -> None:
    house = found()
    own = offer("flowers", "extra", extra_id=house.extras["flowers"], percent_bp=10000)
    booked = booking_of(place(basket(house), own.id))
    assert booked is not None
    assert booked.quote.total_minor == 30000
    assert dict(booked.chosen.extras) == {house.extras["flowers"]: 1}
    half = offer("half", "extra", extra_id=house.extras["bicycle"], percent_bp=5000)
    started = start(basket(house, "snug"), half.id)
    assert started.total_minor == 30000 + 1800
    claimed = select(Claim.resource_id).where(Claim.owner == "checkout", Claim.owner_id == started.checkout_id)
    assert house.resources["bicycle"] in db.session.scalars(claimed).all()


def test_supper_for_nothing_holds_the_table_of_everybody() -> None:
    house = found()
    own = offer("supper", "supper", percent_bp=10000)
    held = checkout_of(start(several(house, basket(house, "snug"), basket(house, "garden")), own.id).checkout_id)
    assert held is not None
    assert [[night for night, _ in chosen.suppers] for chosen in held.basket.stays] == [[WEEKEND.arrival]] * 2
    assert held.quote.total_minor == 60000
    plan = checkout_of(start(basket(house, "snug", "supper"), own.id).checkout_id)
    assert plan is not None
    assert plan.quote.total_minor == 30000 + 2 * 8400 - 8400


def test_the_better_room_for_half_of_the_difference() -> None:
    house = found()
    hut, plan = house.room_types["shepherds-hut"], house.plans["flexible"]
    transaction(lambda: publish_rates(house.id, [(hut, plan, night, 20000) for night in WEEKEND]))
    own = offer("better", "better_room", room_type_id=hut, percent_bp=5000)
    assert start(basket(house), own.id).total_minor == 2 * 17500
    with pytest.raises(OfferGone) as gone:
        start(basket(house, "snug"), own.id)
    assert gone.value.reasons == ("room",)
