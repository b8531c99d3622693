"""What another policy would have earned, from a log of what was chosen with which propensity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from app.experience.estimates import Z
from app.offers.proof.rules.lift import verdict_of

REFUSED = "refused"
"""Too few of the logged decisions are like those of the target for anything to be said."""

LEAST_ESS = 0.01
"""Of the decisions; with a smaller effective sample a verdict is refused."""

NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean reward per decision with its 95 % interval; None where there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """What a model of rewards expects, decision by decision: of the action that was logged, and of the target policy.

    `variance` is that of the target's mean as the model has it, from what the model was learnt from.
    """

    logged: Sequence[float]
    target: Sequence[float]
    variance: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The target policy's reward by four estimators, what was really earned, and the difference between the two.

    `difference` is doubly robust minus earned, decision by decision. `verdict` is whether the target `adds` or `costs`
    against the log, `cannot tell yet`, `refused` with an effective sample below 1 % of n, or `no data`.
    """

    n: int
    ess: float
    ips: Estimate
    snips: Estimate
    direct: Estimate
    dr: Estimate
    earned: Estimate
    difference: Estimate
    verdict: str


def evaluate(weights: Sequence[float], rewards: Sequence[float], model: Model) -> Evaluation:
    """The estimators of Dudik, Langford and Li (2011) with normal intervals; all three arguments one a decision.

    A weight is the target's probability of the logged action divided by its propensity. IPS is the mean of weight
    times reward, SNIPS divides by the mean weight (interval by the delta method), the direct one is the mean of what
    the model expects, the doubly robust one adds to it the weighted mean of what the model got wrong. The effective
    sample is the square of the sum of the weights over the sum of their squares (Kish).
    """
    n = len(rewards)
    if not n:
        none = Estimate()
        return Evaluation(0, 0.0, none, none, none, none, none, none, NO_DATA)
    robust = [
        expected + weight * (reward - own)
        for weight, reward, own, expected in zip(weights, rewards, model.logged, model.target, strict=True)
    ]
    squares = sum(weight * weight for weight in weights)
    ess = sum(weights) ** 2 / squares if squares else 0.0
    difference = mean_of([one - reward for one, reward in zip(robust, rewards, strict=True)])
    return Evaluation(
        n,
        ess,
        mean_of([weight * reward for weight, reward in zip(weights, rewards, strict=True)]),
        _self_normalised(weights, rewards),
        around(sum(model.target) / n, model.variance),
        mean_of(robust),
        mean_of(rewards),
        difference,
        REFUSED if ess < LEAST_ESS * n else verdict_of(difference.low, difference.high),
    )


def means_model(actions: Sequence[str], rewards: Sequence[float], targets: Sequence[Mapping[str, float]]) -> Model:
    """Expects of each action the mean of what it earned.

    `targets` are the target's probabilities at each decision, of actions that were logged. An action that was logged
    once is taken to vary as all of them together do.
    """
    n, by_action = len(actions), defaultdict[str, list[float]](list)
    for action, reward in zip(actions, rewards, strict=True):
        by_action[action].append(reward)
    means = {action: sum(own) / len(own) for action, own in by_action.items()}
    expected = [sum(p * means[action] for action, p in target.items() if p) for target in targets]
    whole = variance(rewards)
    drawn = dict.fromkeys(means, 0.0)
    for target in targets:
        for action, p in target.items():
            if p:
                drawn[action] += p / n
    of_means = sum(
        drawn[action] ** 2 * (variance(own) if len(own) > 1 else whole) / len(own) for action, own in by_action.items()
    )
    return Model([means[action] for action in actions], expected, of_means + variance(expected) / max(n, 1))


def mean_of(values: Sequence[float]) -> Estimate:
    """The mean; without an interval where there is one value alone."""
    n = len(values)
    mean = sum(values) / n
    return around(mean, variance(values) / n) if n > 1 else Estimate(mean)


def around(value: float, variance_of_it: float) -> Estimate:
    half = Z * sqrt(variance_of_it)
    return Estimate(value, value - half, value + half)


def variance(values: Sequence[float]) -> float:
    """Of a sample; 0 for fewer than two."""
    n = len(values)
    if n < 2:
        return 0.0
    mean = sum(values) / n
    return sum((value - mean) * (value - mean) for value in values) / (n - 1)


def _self_normalised(weights: Sequence[float], rewards: Sequence[float]) -> Estimate:
    whole = sum(weights)
    if not whole:
        return Estimate()
    value = sum(weight * reward for weight, reward in zip(weights, rewards, strict=True)) / whole
    spread = sum((weight * (reward - value)) ** 2 for weight, reward in zip(weights, rewards, strict=True))
    return around(value, spread / whole**2)
