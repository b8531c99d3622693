"""What a night costs, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.kernel.party import Party
from app.pricing.rules import (
    LevyRule,
    Part,
    PartyPrices,
    Plan,
    extra_minor,
    for_party,
    levy_minor,
    night_minor,
    plan_minor,
)

PRICES = PartyPrices(single_minor=1500, adult_minor=6000, dog_minor=2000, children=((2, 12, 3500), (13, 17, 4500)))
FLEXIBLE = Plan(
    id=1,
    slug="flexible",
    name="Flexible",
    summary="",
    base_id=1,
    adjust_bp=0,
    adjust_minor=0,
    round_to_minor=100,
    due_now_bp=0,
    may_pay_at_house=True,
    cancelling="free_until",
    free_days=2,
    free_time=time(12),
    resale_fee_minor=0,
)
SAVER = replace(FLEXIBLE, id=2, adjust_bp=-1000)
SUPPER = replace(FLEXIBLE, id=3, parts=(Part("supper", 4200, 2100, added=True),))
FRIDAY = date(2027, 3, 5)
NIGHTS = [(FRIDAY + timedelta(days=day), 15000) for day in range(5)]


@pytest.mark.parametrize(
    ("party", "minor"),
    [
        (Party(2), 15000),
        (Party(1), 13500),
        (Party(3), 21000),
        (Party(4), 27000),
        (Party(2, (3,)), 18500),
        (Party(2, (12, 13)), 15000 + 3500 + 4500),
        (Party(1, (3,)), 15000),
        (Party(1, (3, 15)), 18500),
        (Party(3, (3,)), 24500),
        (Party(0, (3, 15, 16)), 18500),
        (Party(0, (3,)), 13500),
        (Party(2, (), cots=2, dogs=2), 15000),
    ],
    ids=str,
)
def test_a_rate_is_for_two_less_for_one_more_for_others(party: Party, minor: int) -> None:
    assert for_party(15000, party, PRICES) == minor


def test_an_age_in_no_band_pays_as_an_adult() -> None:
    assert for_party(15000, Party(2, (3, 14)), replace(PRICES, children=((2, 12, 3500),))) == 15000 + 3500 + 6000


def test_nobody_is_paid_for_coming_alone() -> None:
    assert for_party(1000, Party(1), PRICES) == 0


@pytest.mark.parametrize(
    ("base", "adjust_bp", "adjust_minor", "step", "minor"),
    [
        (15000, -1000, 0, 100, 13500),
        (15005, -1000, 0, 1, 13505),
        (15005, -1000, 0, 100, 13500),
        (15500, -1000, 0, 100, 14000),
        (15550, 0, 0, 100, 15600),
        (15549, 0, 0, 100, 15500),
        (15000, 2000, 1000, 500, 19000),
        (15000, -1000, -500, 100, 13000),
        (500, 0, -9000, 100, 0),
    ],
)
def test_a_derived_plan_follows_its_base(base: int, adjust_bp: int, adjust_minor: int, step: int, minor: int) -> None:
    plan = replace(SAVER, adjust_bp=adjust_bp, adjust_minor=adjust_minor, round_to_minor=step)
    assert plan_minor(base, plan) == minor


def test_a_base_plan_is_never_rounded() -> None:
    assert plan_minor(15049, FLEXIBLE) == 15049


def test_parts_that_are_added_come_on_top_and_others_lie_inside() -> None:
    assert night_minor(15000, SUPPER, Party(2, (3,)), PRICES) == 18500 + 2 * 4200 + 2100
    inside = replace(FLEXIBLE, parts=(Part("breakfast", 1500, 750, added=False),))
    assert night_minor(15000, inside, Party(2, (3,)), PRICES) == 18500
    assert inside.breakfast_included
    assert SUPPER.supper_included
    assert not inside.supper_included


def levy(kind: str, amount: int, most_nights: int | None = None, until: date | None = None) -> LevyRule:
    return LevyRule("City tax", kind, amount, most_nights, 0, FRIDAY, until)


def test_a_levy_of_a_head_and_night_is_capped_in_nights_and_leaves_children_out() -> None:
    assert levy_minor(levy("person_night", 200), NIGHTS, 2) == 2000
    assert levy_minor(levy("person_night", 200, most_nights=3), NIGHTS, 2) == 1200
    assert levy_minor(levy("person_night", 200), NIGHTS, 0) == 0


def test_a_percentage_levy_is_of_the_rooms_rounded_each_night() -> None:
    assert levy_minor(levy("percent", 250), [(FRIDAY, 15010)] * 2, 2) == 2 * 375
    assert levy_minor(levy("percent", 250, most_nights=1), NIGHTS, 2) == 375


def test_a_levy_holds_from_its_first_day_up_to_its_last() -> None:
    assert levy_minor(levy("person_night", 100, until=FRIDAY + timedelta(days=2)), NIGHTS, 1) == 200
    early = [(FRIDAY - timedelta(days=1), 15000), *NIGHTS]
    assert levy_minor(levy("person_night", 100, most_nights=5), early, 1) == 500, "the cap counts levied nights"


@pytest.mark.parametrize(
    ("basis", "minor"), [("stay", 2000), ("night", 6000), ("person", 4000), ("person_night", 12000)]
)
def test_an_extra_costs_by_its_basis(basis: str, minor: int) -> None:
    assert extra_minor(1000, basis, count=2, nights=3, people=2) == minor
