from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import rounded_half_up, share_of, split, vat_within

AMOUNTS = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(("gross", "bp", "vat"), [(12000, 2000, 2000), (41200, 2000, 6867), (1, 2000, 0), (3, 2000, 1)])
def test_vat_is_gross_times_r_over_one_plus_r(gross: int, bp: int, vat: int) -> None:
    assert vat_within(gross, bp) == vat


@given(AMOUNTS, st.integers(0, 10_000))
def test_vat_is_within_half_a_penny(gross: int, bp: int) -> None:
    exact = Fraction(gross * bp, 10_000 + bp)
    assert abs(vat_within(gross, bp) - exact) <= Fraction(1, 2)
    assert vat_within(-gross, bp) == -vat_within(gross, bp)


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4))
def test_halves_round_away_from_zero(numerator: int, denominator: int) -> None:
    rounded = rounded_half_up(numerator, denominator)
    off = abs(rounded) - abs(Fraction(numerator, denominator))
    assert -Fraction(1, 2) < off <= Fraction(1, 2)


@given(AMOUNTS, st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any))
def test_parts_add_up_and_are_fair(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 1]])
def test_weights_that_split_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, weights)


def test_a_share_is_of_the_whole() -> None:
    assert share_of(20_00, 2_500) == 5_00
    assert share_of(1, 5_000) == 1
