"""Houses whose prices and rules are different on every night."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from flask import Flask

from app.pricing.models import Levy, TaxRate
from app.pricing.operations import publish_rates, restrict
from app.store import db, transaction
from tests.builders import TODAY, ahead
from tests.cast import found


@pytest.fixture
def uneven(app: Flask) -> None:
    """Two houses with a rate of its own for each night, gaps in them, restrictions, and in the second also levies."""
    chance = random.Random(27)
    for slug in ("combe-harrow", "withy-moor"):
        house = found(slug)
        rates = [
            (room_type, house.plans["flexible"], night, chance.randint(9_000, 33_333))
            for room_type in house.room_types.values()
            for night in ahead(60)
        ]
        transaction(lambda house=house, rates=rates: publish_rates(house.id, rates))
        forbidden = [
            {
                "night": night,
                "scope": scope,
                "scope_id": scope_id,
                "closed": chance.random() < 0.03,
                "closed_to_arrival": chance.random() < 0.1,
                "closed_to_departure": chance.random() < 0.1,
                "min_stay_arrival": chance.choice([None, None, 2, 3]),
                "min_stay_through": chance.choice([None, None, None, 2]),
                "max_stay": chance.choice([None, None, 5, 12]),
            }
            for night in ahead(88)
            for scope, scope_id in (("location", house.id), ("rate_plan", house.plans["saver"]))
            if chance.random() < 0.3
        ]
        transaction(lambda house=house, forbidden=forbidden: restrict(house.id, forbidden))

    def work() -> None:
        second = found("withy-moor").id
        for kind, amount, most in (("percent", 333, None), ("person_night", 150, 5)):
            levy = Levy(location_id=second, name=kind, kind=kind, amount=amount, vat_bp=2000, holds_from_on=TODAY)
            levy.most_nights = most
            db.session.add(levy)
        later = TODAY + timedelta(days=10)
        db.session.add(TaxRate(location_id=second, kind="room", holds_from_on=later, rate_bp=1000))

    transaction(work)
