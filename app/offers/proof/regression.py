"""A direct model of rewards by ridge regression. numpy: for commands and jobs, never for a page's process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.offers.proof.rules import Model

FOLDS = 5
RIDGE = 1.0
"""Shrinks the slopes of standardised contexts towards 0, the intercept not at all: as much as one decision says."""

Floats = NDArray[np.float64]


def cross_fitted(
    contexts: Sequence[Sequence[float]],
    actions: Sequence[str],
    rewards: Sequence[float],
    targets: Sequence[Mapping[str, float]],
) -> Model:
    """Expects of each action a linear function of the context, learnt without the decisions it is asked about.

    Every fifth decision is one fold; its model is learnt from the other four (Chernozhukov et al. 2018). An action that
    those never chose is expected to earn what all earn. The variance is that of the coefficients of the whole log by
    the sandwich (White 1980), and of the expectation between contexts.
    """
    x, r = _design(np.asarray(contexts, dtype=np.float64)), np.asarray(rewards, dtype=np.float64)
    names = sorted(set(actions))
    chosen = _codes(names, actions)
    fold = np.arange(len(r)) % FOLDS
    logged, target = np.full(len(r), r.mean()), np.zeros(len(r))
    variance = 0.0
    for code, name in enumerate(names):
        own, p = chosen == code, _probability(name, targets)
        for number in range(FOLDS):
            asked = fold == number
            expected = x[asked] @ _fitted(x[own & ~asked], r[own & ~asked], r[~asked] if (~asked).any() else r)
            target[asked] += p[asked] * expected
            logged[asked] = np.where(own[asked], expected, logged[asked])
        variance += _variance(x, r, own, (p[:, None] * x).mean(axis=0))
    between = target.var(ddof=1) / len(r) if len(r) > 1 else 0.0
    return Model(logged.tolist(), target.tolist(), float(variance + between))


def _design(contexts: Floats) -> Floats:
    """Standardised, with an intercept first; a context that never varies says nothing and is left out."""
    spread = contexts.std(axis=0)
    varying = contexts[:, spread > 0]
    standard = (varying - varying.mean(axis=0)) / spread[spread > 0]
    return np.hstack([np.ones((len(contexts), 1)), standard])


def _codes(names: Sequence[str], actions: Sequence[str]) -> NDArray[np.int64]:
    places = {name: place for place, name in enumerate(names)}
    return np.asarray([places[action] for action in actions])


def _probability(name: str, targets: Sequence[Mapping[str, float]]) -> Floats:
    return np.asarray([target.get(name, 0.0) for target in targets])


def _penalty(width: int) -> Floats:
    penalty = RIDGE * np.eye(width)
    penalty[0, 0] = 0.0
    return penalty


def _fitted(x: Floats, r: Floats, every: Floats) -> Floats:
    """The coefficients; what all earn where there is nothing to learn from."""
    if not len(r):
        return np.concatenate([[every.mean()], np.zeros(x.shape[1] - 1)])
    return np.asarray(np.linalg.solve(x.T @ x + _penalty(x.shape[1]), x.T @ r))


def _variance(x: Floats, r: Floats, own: NDArray[np.bool_], at: Floats) -> float:
    """Of one action's part in the target's mean: `at` are the mean contexts, weighted by its probability."""
    x_own, r_own, width = x[own], r[own], x.shape[1]
    if len(r_own) <= width:
        return float(at[0] ** 2 * r.var(ddof=1) / len(r_own)) if len(r) > 1 else 0.0
    bread = np.linalg.inv(x_own.T @ x_own + _penalty(width))
    wrong = r_own - x_own @ (bread @ (x_own.T @ r_own))
    meat = (x_own * wrong[:, None] ** 2).T @ x_own
    return float(at @ bread @ meat @ bread @ at) * len(r_own) / (len(r_own) - width)
