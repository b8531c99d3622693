"""What another policy would have earned: the toy log to the digit, coverage, and where nothing can be said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.offers.proof.regression import cross_fitted
from app.offers.proof.rules import ADDS, CANNOT_TELL, COSTS, NO_DATA, REFUSED, Evaluation, evaluate, means_model

TARGET = {"A": 0.6, "B": 0.3, "C": 0.1}
TOY = (("A", 0.5, 1.0), ("B", 0.5, 0.0), ("A", 0.5, 0.0), ("B", 0.25, 1.0), ("C", 0.25, 1.0), ("A", 0.8, 1.0))
Count = Callable[[int, int], int]


def toy() -> Evaluation:
    actions, rewards = [row[0] for row in TOY], [row[2] for row in TOY]
    weights = [TARGET[action] / propensity for action, propensity, _ in TOY]
    return evaluate(weights, rewards, means_model(actions, rewards, [TARGET] * len(TOY)))


def test_the_toy_log_to_the_digit() -> None:
    found = toy()
    assert round(found.ips.value or 0, 7) == 0.5916667
    assert round(found.snips.value or 0, 7) == 0.6635514
    assert round(found.ess, 5) == 5.29801
    assert found.direct.value == pytest.approx(0.6 * 2 / 3 + 0.3 / 2 + 0.1)
    assert found.dr.value == pytest.approx(0.65 + (0.4 - 0.3 - 0.8 + 0.6 + 0.25) / 6)
    assert found.earned.value == pytest.approx(4 / 6)
    for one in (found.ips, found.snips, found.direct, found.dr):
        assert one.low is not None
        assert one.high is not None
        assert one.low < (one.value or 0) < one.high
    assert found.verdict == CANNOT_TELL


def test_a_target_that_is_the_logging_policy_earns_what_was_earned() -> None:
    rewards = [1.0, 0.0, 1.0, 1.0]
    actions = ["A", "A", "B", "B"]
    found = evaluate([1.0] * 4, rewards, means_model(actions, rewards, [{"A": 0.5, "B": 0.5}] * 4))
    assert found.ess == 4
    for one in (found.ips, found.snips, found.direct, found.dr):
        assert one.value == pytest.approx(0.75)
    assert found.difference.value == pytest.approx(0.0)


def test_too_small_an_effective_sample_is_refused_a_verdict() -> None:
    n = 1000
    weights, rewards = [0.0] * (n - 1) + [500.0], [0.0] * (n - 1) + [1.0]
    found = evaluate(weights, rewards, means_model(["A"] * (n - 1) + ["B"], rewards, [{"B": 1.0}] * n))
    assert (found.ess, found.verdict) == (1.0, REFUSED)
    nothing = evaluate([0.0, 0.0], [1.0, 0.0], means_model(["A", "A"], [1.0, 0.0], [{}, {}]))
    assert (nothing.ess, nothing.snips.value, nothing.verdict) == (0.0, None, REFUSED)
    assert evaluate([], [], means_model([], [], [])).verdict == NO_DATA


def world(
    random: np.random.Generator, n: int
) -> tuple[list[tuple[float, ...]], list[str], list[float], list[float], list[float]]:
    """A log in which reward and choice depend on two contexts, crookedly; and the truth of each decision."""
    x = random.normal(size=(n, 2))
    paid = 1 / (1 + np.exp(-np.stack([x[:, 0] - 1, 0.5 * x[:, 1] ** 2 - 1, -x[:, 0] * x[:, 1]], axis=1)))
    leaning = np.stack([np.ones(n), 1 + (x[:, 0] > 0), 1 + 2 * (x[:, 1] > 0)], axis=1)
    propensities = leaning / leaning.sum(axis=1, keepdims=True)
    chosen = (random.random(n)[:, None] > propensities.cumsum(axis=1)).sum(axis=1)
    rewards = (random.random(n) < paid[np.arange(n), chosen]).astype(float)
    truth = paid @ np.array([TARGET[name] for name in "ABC"])
    actions = ["ABC"[code] for code in chosen]
    return (
        [tuple(row) for row in x.tolist()],
        actions,
        propensities[np.arange(n), chosen].tolist(),
        rewards.tolist(),
        truth.tolist(),
    )


def test_the_doubly_robust_interval_covers_the_truth_as_often_as_it_says(count: Count) -> None:
    """.93 to .97 of 95 % at full counts; the model is wrong on purpose, the propensities are right."""
    expected = float(np.mean(world(np.random.default_rng(10**6), count(100_000, 1_000_000))[4]))
    runs, covered = count(100, 1500), 0
    for run in range(runs):
        contexts, actions, propensities, rewards, _ = world(np.random.default_rng(run), 600)
        weights = [TARGET[action] / p for action, p in zip(actions, propensities, strict=True)]
        found = evaluate(weights, rewards, cross_fitted(contexts, actions, rewards, [TARGET] * 600)).dr
        covered += (found.low or 0) <= expected <= (found.high or 0)
    assert count(88, 0) <= covered <= runs
    if runs > 1000:
        assert 0.93 <= covered / runs <= 0.97


def test_contexts_that_say_something_narrow_the_interval() -> None:
    contexts, actions, propensities, rewards, truth = world(np.random.default_rng(3), 4000)
    weights = [TARGET[action] / p for action, p in zip(actions, propensities, strict=True)]
    blind = evaluate(weights, rewards, means_model(actions, rewards, [TARGET] * 4000))
    seeing = evaluate(weights, rewards, cross_fitted(contexts, actions, rewards, [TARGET] * 4000))
    assert (seeing.dr.high or 0) - (seeing.dr.low or 0) < (blind.ips.high or 0) - (blind.ips.low or 0)
    assert (seeing.dr.low or 0) < float(np.mean(truth)) < (seeing.dr.high or 0)
    assert abs((seeing.direct.value or 0) - float(np.mean(truth))) < 0.05


def test_the_model_of_a_decision_has_not_seen_its_reward() -> None:
    contexts, actions, _, rewards, _ = world(np.random.default_rng(4), 60)
    before = cross_fitted(contexts, actions, rewards, [TARGET] * 60)
    for place in (0, 17, 59):
        other = [50.0 if at == place else reward for at, reward in enumerate(rewards)]
        after = cross_fitted(contexts, actions, other, [TARGET] * 60)
        assert after.logged[place] == pytest.approx(before.logged[place])
        assert after.target[place] == pytest.approx(before.target[place])
        assert after.logged != pytest.approx(before.logged), "others have"


def test_a_policy_that_is_much_better_or_worse_is_known_for_it() -> None:
    random = np.random.default_rng(5)
    actions = ["A" if one < 0.5 else "B" for one in random.random(2000)]
    rewards = [
        float(one < (0.3 if action == "A" else 0.1)) for one, action in zip(random.random(2000), actions, strict=True)
    ]
    for target, verdict in (({"A": 0.95, "B": 0.05}, ADDS), ({"A": 0.05, "B": 0.95}, COSTS)):
        weights = [target[action] / 0.5 for action in actions]
        assert evaluate(weights, rewards, means_model(actions, rewards, [target] * 2000)).verdict == verdict


def test_few_decisions_are_no_reason_to_fall_over() -> None:
    for n in range(1, 8):
        actions = ["AB"[place % 2] for place in range(n)]
        rewards = [float(place % 3 == 0) for place in range(n)]
        model = cross_fitted([(float(place), 1.0) for place in range(n)], actions, rewards, [{"A": 1.0}] * n)
        found = evaluate([2.0 * (action == "A") for action in actions], rewards, model)
        assert found.n == n
        assert found.dr.value == found.dr.value, "a number"
