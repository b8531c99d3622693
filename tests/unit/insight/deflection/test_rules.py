"""The difference in differences, against figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.deflection.rules import One, deflection, window

AT = datetime(2027, 3, 1, tzinfo=UTC)


def ones(lead: int, *pairs: tuple[int, int]) -> list[One]:
    return [One(lead, before, after) for before, after in pairs]


def test_one_band_by_hand() -> None:
    """Told: changes -1, 0, -1, 0; others: 0, 1, 0, 1. Means -0.5 and 0.5, variances a third each over four."""
    told, others = ones(3, (1, 0), (0, 0), (1, 0), (1, 1)), ones(5, (0, 0), (0, 1), (1, 1), (0, 1))
    found = deflection(told, others, 7)
    assert (found.told, found.others, found.left_out) == (4, 4, 0)
    assert (found.told_before, found.told_after, found.others_before, found.others_after) == (0.75, 0.25, 0.25, 0.75)
    assert found.difference == pytest.approx(-1.0)
    half = 1.959964 * (1 / 12 + 1 / 12) ** 0.5
    assert (found.low, found.high) == (pytest.approx(-1 - half, abs=1e-4), pytest.approx(-1 + half, abs=1e-4))
    assert (found.verdict, found.needed) == ("cannot tell yet", 26)


def test_others_weigh_as_the_told_do_by_lead() -> None:
    """Three in four of the told come within a week; a hundred others later would drown the few alike."""
    told = ones(3, *[(0, 0)] * 30) + ones(60, *[(0, 0)] * 10)
    others = ones(3, *[(0, 2)] * 30) + ones(60, *[(0, 0)] * 100)
    found = deflection(told, others, 7)
    assert found.others_after == pytest.approx(1.5)
    assert found.difference == pytest.approx(-1.5)
    assert found.verdict == "fewer"


def test_nobody_alike_is_left_out_and_said() -> None:
    found = deflection(ones(3, (1, 0), (0, 0)) + ones(60, (1, 0)), ones(3, (0, 0), (0, 0)), 7)
    assert (found.told, found.left_out) == (2, 1)
    assert deflection(ones(3, (1, 0)), [], 7).difference is None


def test_where_nobody_asks_anything_nothing_is_certain() -> None:
    found = deflection(ones(3, *[(0, 0)] * 40), ones(3, *[(0, 0)] * 40), 7)
    assert (found.told_before, found.others_after) == (0, 0)
    assert (found.difference, found.low, found.verdict) == (None, None, "cannot tell yet")


def test_windows_are_equal_and_never_shorter_than_a_day() -> None:
    assert window(AT, AT + timedelta(hours=23)) == timedelta(0)
    assert window(AT, AT + timedelta(days=3)) == timedelta(days=3)
    assert window(AT, AT + timedelta(days=30)) == timedelta(days=7)


pair = st.builds(One, st.integers(0, 120), st.integers(0, 3), st.integers(0, 3))


@given(st.lists(pair, min_size=2, max_size=40))
def test_the_same_on_both_sides_is_no_difference(told: list[One]) -> None:
    found = deflection(told, told, 7)
    if found.difference is not None and found.low is not None and found.high is not None:
        assert found.difference == pytest.approx(0)
        assert found.low <= 1e-9
        assert found.high >= -1e-9
