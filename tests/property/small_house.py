"""A house so small that guests are always in each other's way, and what a guest may ask of it."""

from __future__ import annotations

from datetime import time, timedelta

from hypothesis import strategies as st

from app.booking.rules import Basket, ChosenStay
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import PackagePart
from app.store import db, transaction
from tests import builders
from tests.builders import TODAY
from tests.cast import House
from tests.property.books import EXTRAS, PRICES, STOCK, SUPPER_MINOR, Choice


def small_house() -> None:
    """A house with one hut, two snugs, few covers, one cot and three bicycles."""
    builders.trader()
    house = builders.location()
    builders.room_type(house, "hut", STOCK["hut"])
    builders.room_type(house, "snug", STOCK["snug"], cots_max=1)
    flexible = builders.rate_plan(house, "flexible", PRICES["hut"], due_now_bp=0)
    supper = builders.rate_plan(
        house, "supper", None, base_plan_id=flexible, due_now_bp=0, may_pay_at_house=True, round_to_minor=1
    )
    part = PackagePart(rate_plan_id=supper, kind="supper", adult_minor=SUPPER_MINOR, child_minor=0, added=True)
    transaction(lambda: db.session.add(part))
    builders.sitting(house, time(18, 30), STOCK["18:30"])
    builders.sitting(house, time(20, 0), STOCK["20:00"])
    builders.extra(house, "cot", "stay", EXTRAS["cot"], stock=STOCK["cot"], most=1)
    builders.extra(house, "bicycle", "night", EXTRAS["bicycle"], stock=STOCK["bicycle"])
    builders.extra(house, "flowers", "stay", EXTRAS["flowers"])


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    nights = draw(st.integers(1, 3))
    hours = st.sampled_from(["18:30", "20:00"])
    return Choice(
        draw(st.sampled_from(["hut", "snug"])),
        TODAY + timedelta(days=draw(st.integers(1, 3))),
        nights,
        tuple(draw(st.lists(hours, min_size=nights, max_size=nights))) if draw(st.booleans()) else (),
        tuple(
            (slug, draw(st.integers(1, most)))
            for slug, most in (("cot", 1), ("bicycle", 3), ("flowers", 2))
            if draw(st.booleans())
        ),
    )


def asked(house: House, choice: Choice) -> Basket:
    """The choice as the product takes it: paid at the house, for two."""
    nights = list(Stay.of(choice.arrival, choice.nights))
    chosen = ChosenStay(
        house.room_types[choice.room_type],
        house.plans["supper" if choice.suppers else "flexible"],
        Stay.of(choice.arrival, choice.nights),
        Party(2),
        suppers=tuple((night, house.sittings[hour]) for night, hour in zip(nights, choice.suppers, strict=False)),
        extras=tuple((house.extras[slug], count) for slug, count in choice.extras),
    )
    return Basket(house.id, (chosen,), at_house=True)
