"""The lines of a stay, and what is due when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import ChosenExtra, LevyRule, Line, Part, PricedStay, stay_lines, total_minor
from tests.unit.pricing.test_nights import FLEXIBLE, FRIDAY, PRICES

WEEKEND = Stay.of(FRIDAY, 2)
VAT = {"room": 2000, "breakfast": 2000, "supper": 1250, "extra": 0, "dog": 500}
BED_AND_BREAKFAST = replace(FLEXIBLE, parts=(Part("breakfast", 1500, 750, added=False),))


def vat(kind: str, _day: date) -> int:
    return VAT[kind]


def priced(**what: object) -> PricedStay:
    given: dict[str, object] = {
        "stay": WEEKEND,
        "party": Party(2),
        "plan": BED_AND_BREAKFAST,
        "base_minor": dict.fromkeys(WEEKEND, 15000),
        "prices": PRICES,
    }
    return PricedStay(**(given | what))  # type: ignore[arg-type]


def of(kind: str, lines: list[Line]) -> list[int]:
    return [line.gross_minor for line in lines if line.kind == kind]


def test_a_package_is_split_into_room_and_meals_at_stated_shares() -> None:
    lines = stay_lines(priced(), vat)
    assert [(line.kind, line.night, line.gross_minor, line.vat_minor) for line in lines[:2]] == [
        ("room", FRIDAY, 12000, 2000),
        ("breakfast", FRIDAY, 3000, 500),
    ]
    assert total_minor(lines) == 30000


def test_a_meal_that_is_added_is_a_line_beside_the_room() -> None:
    plan = replace(BED_AND_BREAKFAST, parts=(*BED_AND_BREAKFAST.parts, Part("supper", 4200, 2100, added=True)))
    lines = stay_lines(priced(plan=plan, party=Party(2, (5,))), vat)
    assert of("room", lines) == [18500 - 3750] * 2
    assert of("breakfast", lines) == [3750] * 2
    assert of("supper", lines) == [10500] * 2
    assert {line.vat_minor for line in lines if line.kind == "supper"} == {1167}
    assert total_minor(lines) == 2 * (18500 + 10500)


@pytest.mark.parametrize("sold", [0, 1, 2999, 3000, 5000, 11399, 11400, 11401])
def test_meals_never_take_more_than_the_night_costs(sold: int) -> None:
    parts = (Part("breakfast", 1500, 750, added=False), Part("supper", 4200, 2100, added=False))
    night = Stay.of(FRIDAY, 1)
    lines = stay_lines(priced(stay=night, base_minor={FRIDAY: sold}, plan=replace(FLEXIBLE, parts=parts)), vat)
    assert total_minor(lines) == sold
    assert min(line.gross_minor for line in lines) >= 0


def test_dogs_pay_once_a_stay_and_assistance_dogs_nothing() -> None:
    assert of("dog", stay_lines(priced(party=Party(2, dogs=2)), vat)) == [4000]
    assert of("dog", stay_lines(priced(party=Party(2, dogs=2), assistance_dogs=1), vat)) == [2000]
    assert of("dog", stay_lines(priced(party=Party(2, dogs=1), assistance_dogs=1), vat)) == []


def test_extras_and_levies_come_last_with_their_own_vat() -> None:
    extras = (ChosenExtra(9, "Bicycle", "night", 1800, 2), ChosenExtra(8, "Basket", "person", 700, 1))
    levies = (LevyRule("City tax", "percent", 500, None, 1000, FRIDAY + timedelta(days=1), None),)
    lines = stay_lines(priced(extras=extras, levies=levies), vat)
    assert [(line.label, line.count, line.gross_minor, line.vat_minor) for line in lines[-3:]] == [
        ("Bicycle", 2, 7200, 0),
        ("Basket", 1, 1400, 0),
        ("City tax", 1, 600, 55),
    ]


def test_vat_is_that_of_the_night_or_of_the_arrival() -> None:
    def rising(_kind: str, day: date) -> int:
        return 2000 if day > FRIDAY else 1000

    lines = stay_lines(priced(party=Party(2, dogs=1)), rising)
    assert [(line.kind, line.vat_bp) for line in lines] == [
        ("room", 1000),
        ("breakfast", 1000),
        ("room", 2000),
        ("breakfast", 2000),
        ("dog", 1000),
    ]
