"""Propensities are fixed first, and the choice is drawn from exactly these."""

from __future__ import annotations

from itertools import pairwise
from math import fsum, inf
from random import Random
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offers.engine import FLOOR, draw, propensities, rank
from app.offers.engine.choice import best_shares, uniform

PREDICTIONS = st.lists(
    st.tuples(st.floats(-1, 1), st.one_of(st.just(0.0), st.floats(1e-12, 1e-6), st.floats(0.001, 2))), max_size=40
)


@given(PREDICTIONS)
def test_propensities_sum_to_one_and_keep_the_floor(predictions: list[tuple[float, float]]) -> None:
    shares = propensities(predictions)
    assert len(shares) == len(predictions)
    if shares:
        assert fsum(shares) == pytest.approx(1, abs=1e-12)
        assert min(shares) >= FLOOR / len(shares) - 1e-12


@given(PREDICTIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_offers_are_given_changes_nothing(
    predictions: list[tuple[float, float]], chance: Random
) -> None:
    named = {f"offer {place}": one for place, one in enumerate(predictions)}
    shuffled = list(named.items())
    chance.shuffle(shuffled)
    assert rank(dict(shuffled), 3, "seed") == rank(named, 3, "seed")


@pytest.mark.parametrize(
    "predictions",
    [
        [(0.1, 0.02), (0.12, 0.02), (0.11, 0.05)],
        [(0.3, 0.001), (0.2, 0.2), (0.1, 0.1), (0.3, 0.05)],
        [(0.0, 1.0)] * 5,
        [(0.1, 1e-4), (0.1, 1e-4), (0.05, 0.3)],
        [(place / 100, 0.03 + place / 500) for place in range(40)],
    ],
)
def test_the_shares_are_those_of_thompson_draws(predictions: list[tuple[float, float]]) -> None:
    chance, draws = Random(20270301), 40_000
    won = [0] * len(predictions)
    for _ in range(draws):
        values = [chance.gauss(middle, sd) for middle, sd in predictions]
        won[values.index(max(values))] += 1
    for share, count in zip(best_shares(predictions), won, strict=True):
        assert share == pytest.approx(count / draws, abs=0.012)


def test_a_draw_is_the_same_again_and_as_likely_as_its_share() -> None:
    shares = [0.05, 0.15, 0.8]
    drawn = [draw(shares, f"seed {number}") for number in range(4000)]
    assert drawn == [draw(shares, f"seed {number}") for number in range(4000)]
    for place, share in enumerate(shares):
        assert drawn.count(place) / 4000 == pytest.approx(share, abs=0.025)
    assert draw([0.0, 1.0, 0.0], "any") == 1
    assert uniform("Quince") == uniform("Quince") != uniform("quince")
    assert 0 <= uniform("") < 1


def test_each_place_is_a_decision_over_what_is_left() -> None:
    choices = rank({"a": (0.3, 0.1), "b": (0.2, 0.1), "c": (0.1, 0.1)}, 5, "7")
    assert [len(one.eligible) for one in choices] == [3, 2, 1]
    assert sorted(one.chosen for one in choices) == ["a", "b", "c"]
    for before, after in pairwise(choices):
        assert set(after.eligible) == set(before.eligible) - {before.chosen}
    means = {"a": 0.3, "b": 0.2, "c": 0.1}
    for one in choices:
        alone = propensities([(means[name], 0.1) for name in one.eligible])
        assert one.propensities == pytest.approx(alone, abs=0.01)
        assert one.propensity == one.propensities[one.eligible.index(one.chosen)]
        assert one.chosen == one.eligible[draw(one.propensities, one.seed)]
    assert choices[-1].propensity == 1


def test_the_log_weighs_every_offer_alike() -> None:
    """Each decision weighted by (1/K)/p comes to 1 a decision, within three standard errors: the propensities are
    those with which was drawn."""
    chance = Random(3)
    weights: list[float] = []
    for number in range(3000):
        offers = {f"offer {place}": (chance.gauss(0.1, 0.03), 0.03) for place in range(chance.randint(2, 8))}
        weights += [1 / len(one.eligible) / one.propensity for one in rank(offers, 2, str(number))]
    assert abs(mean(weights) - 1) < 3 * stdev(weights) / len(weights) ** 0.5
    assert max(weights) <= 1 / FLOOR + 1e-9


def test_there_may_be_none_or_one() -> None:
    assert propensities([]) == []
    assert propensities([(0.1, 0.2)]) == [1.0]
    assert rank({}, 3, "seed") == ()
    assert rank({"a": (0.0, 0.0)}, 0, "seed") == ()
    assert propensities([(0.2, 0.0), (0.1, 0.0)]) == pytest.approx([0.975, 0.025], abs=1e-6)
    assert propensities([(0.1, 0.1)] * 4, floor=1) == [0.25] * 4
    assert inf not in propensities([(1e6, 1.0), (-1e6, 1e-9)])
