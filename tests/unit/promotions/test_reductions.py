"""What each kind of promotion takes off, in worked numbers."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import vat_within
from app.pricing.rules import Line, total_minor
from app.promotions.rules import KINDS, Promotion, Reduction, empty_reason, reductions, saved_minor

FRIDAY = date(2027, 3, 5)


def line(kind: str, gross: int, night: int | None = 0, part: int = 0, vat_bp: int = 2000, **source: Any) -> Line:
    on = None if night is None else FRIDAY + timedelta(days=night)
    count = source.pop("count", 1)
    return Line(part, kind, on, kind, count, gross, vat_bp, vat_within(gross, vat_bp), source or None)


def rooms(*grosses: int, part: int = 0) -> list[Line]:
    return [line("room", gross, night, part) for night, gross in enumerate(grosses)]


def promotion(kind: str = "percent", **given: Any) -> Promotion:
    return Promotion(**{"id": 1, "slug": "less", "title": "For less", "kind": kind, "percent_bp": 0, **given})


def cuts(found: tuple[Reduction, ...]) -> list[tuple[date | None, int]]:
    return [(one.night, one.gross_minor) for one in found]


def test_a_percentage_comes_off_each_night_of_the_room_and_nothing_else() -> None:
    lines = [*rooms(15000, 18001), line("breakfast", 3000), line("dog", 2000, None)]
    found = reductions(promotion(percent_bp=1500), lines)
    assert cuts(found) == [(FRIDAY, -2250), (FRIDAY + timedelta(days=1), -2700)]
    assert [one.vat_minor for one in found] == [-375, -450]


def test_an_amount_is_split_over_all_rooms_to_the_penny() -> None:
    lines = [*rooms(10000, 10000), *rooms(10001, part=1)]
    found = reductions(promotion("amount", amount_minor=5000), lines)
    assert saved_minor(found) == 5000
    assert [one.gross_minor for one in found] == [-1667, -1666, -1667]


def test_an_amount_above_the_price_leaves_nothing_to_pay_and_no_less() -> None:
    lines = rooms(3000, 4000)
    assert saved_minor(reductions(promotion("amount", amount_minor=99999), lines)) == 7000


def test_no_night_goes_below_the_floor() -> None:
    half = promotion(percent_bp=5000, floor_minor=9000)
    assert cuts(reductions(half, rooms(15000, 20000, 8000))) == [
        (FRIDAY, -6000),
        (FRIDAY + timedelta(days=1), -10000),
    ]
    amount = promotion("amount", amount_minor=10000, floor_minor=9000)
    assert saved_minor(reductions(amount, rooms(15000, 8000))) == 6000


def test_only_nights_that_count_cost_less() -> None:
    sundays = promotion(percent_bp=2000, weekdays="6")
    assert cuts(reductions(sundays, rooms(15000, 15000, 15000))) == [(FRIDAY + timedelta(days=2), -3000)]
    until = promotion(percent_bp=2000, nights_until_on=FRIDAY)
    assert cuts(reductions(until, rooms(15000, 15000))) == [(FRIDAY, -3000)]


def test_the_cheapest_night_of_each_room_is_for_nothing() -> None:
    lines = [*rooms(15000, 12000, 14000), *rooms(9000, 9000, 9000, part=1)]
    found = reductions(promotion("longer", percent_bp=10000), lines)
    assert [(one.part, one.gross_minor) for one in found] == [(0, -12000), (1, -9000)]


def test_one_of_the_extra_is_for_nothing() -> None:
    lines = [*rooms(15000), line("extra", 7000, None, extra_id=4, count=2), line("extra", 900, None, extra_id=5)]
    assert [one.gross_minor for one in reductions(promotion("extra", extra_id=4, percent_bp=10000), lines)] == [-3500]
    assert [one.gross_minor for one in reductions(promotion("extra", extra_id=5, percent_bp=5000), lines)] == [-450]
    assert reductions(promotion("extra", extra_id=6, percent_bp=10000), lines) == ()


def test_supper_of_the_first_night_is_for_nothing_for_everybody() -> None:
    lines = [line("supper", 8400, 1), line("supper", 8400, 0), line("supper", 4200, 0, part=1)]
    found = reductions(promotion("supper", percent_bp=10000), lines)
    assert [(one.part, one.night, one.gross_minor) for one in found] == [(0, FRIDAY, -8400), (1, FRIDAY, -4200)]


def test_half_the_way_to_the_better_room() -> None:
    instead = {(0, FRIDAY): 15000, (0, FRIDAY + timedelta(days=1)): 25000}
    better = promotion("better_room", room_type_id=7, percent_bp=5000)
    assert cuts(reductions(better, rooms(20000, 20000), instead=instead)) == [(FRIDAY, -2500)]
    assert reductions(better, rooms(20000, 20000)) == ()


def test_a_later_departure_costs_nothing_and_says_until_when() -> None:
    found = reductions(promotion("later_departure", leaves_by=time(14)), [*rooms(15000), *rooms(15000, part=1)])
    assert [(one.part, one.gross_minor, one.source["leaves_by"]) for one in found] == [(0, 0, "14:00"), (1, 0, "14:00")]


def test_another_house_gives_a_share_or_an_amount() -> None:
    assert saved_minor(reductions(promotion("another_house", percent_bp=1000), rooms(15000))) == 1500
    assert saved_minor(reductions(promotion("another_house", amount_minor=4000), rooms(15000))) == 4000


def test_a_second_one_reduces_what_the_first_has_left() -> None:
    lines = rooms(10000)
    [first] = reductions(promotion(percent_bp=5000), lines)
    after = [*lines, Line(0, "reduction", first.night, "x", 1, first.gross_minor, 2000, first.vat_minor, first.source)]
    [second] = reductions(promotion(id=2, percent_bp=5000, floor_minor=3000), after)
    assert second.gross_minor == -2000


@given(
    kind=st.sampled_from(KINDS),
    percent=st.integers(0, 10000),
    amount=st.integers(1, 90000),
    floor=st.none() | st.integers(0, 20000),
    grosses=st.lists(st.integers(0, 40000), min_size=1, max_size=6),
    vat_bp=st.sampled_from([0, 500, 2000]),
    again=st.booleans(),
)
def test_reductions_never_raise_a_total_nor_go_below_the_floor(
    kind: str, percent: int, amount: int, floor: int | None, grosses: list[int], vat_bp: int, *, again: bool
) -> None:
    lines = [line("room", gross, night, vat_bp=vat_bp) for night, gross in enumerate(grosses)]
    lines += [line("supper", 4200, 0, vat_bp=vat_bp), line("extra", 3500, None, vat_bp=vat_bp, extra_id=4)]
    instead = {(0, one.night): 9000 for one in lines if one.night}
    for number in range(2 if again else 1):
        own = promotion(
            kind, id=number, percent_bp=percent, amount_minor=amount, floor_minor=floor, extra_id=4, leaves_by=time(13)
        )
        found = reductions(own, lines, instead=instead)
        assert all(one.gross_minor <= 0 for one in found)
        assert all(one.vat_minor == vat_within(one.gross_minor, one.vat_bp) for one in found)
        lines += [
            Line(one.part, "reduction", one.night, one.label, 1, one.gross_minor, one.vat_bp, one.vat_minor, one.source)
            for one in found
        ]
    assert 0 <= total_minor(lines) <= sum(grosses) + 7700
    for night, gross in enumerate(grosses):
        on = FRIDAY + timedelta(days=night)
        left = gross + sum(
            own.gross_minor
            for own in lines
            if own.kind == "reduction" and own.night == on and (own.source or {}).get("of") == "room"
        )
        assert left >= min(gross, floor or 0)


def test_what_gives_nothing_says_why() -> None:
    assert empty_reason(promotion(percent_bp=1000), rooms(15000)) is None
    assert empty_reason(promotion(percent_bp=1000, floor_minor=15000), rooms(15000)) == "floor"
    assert empty_reason(promotion("supper", percent_bp=1000), rooms(15000)) == "nothing"
    assert empty_reason(promotion("later_departure", leaves_by=time(13)), rooms(15000)) is None


def test_every_kind_is_priced() -> None:
    for kind in KINDS:
        reductions(promotion(kind, percent_bp=1000, amount_minor=100, leaves_by=time(13)), rooms(15000))


@pytest.mark.parametrize("kind", KINDS)
def test_terms_come_back_as_they_were_kept(kind: str) -> None:
    own = promotion(kind, percent_bp=1000, leaves_by=time(13), nights_until_on=FRIDAY, houses=(1, 2), floor_minor=5)
    assert Promotion.from_terms(own.terms) == own
