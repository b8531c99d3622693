"""What is known of one offer: a Bayesian linear regression of its reward on the features of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import sqrt
from operator import itemgetter, mul

Sparse = Sequence[tuple[int, float]]
"""A vector by the places that are not 0, each once, in rising order."""

NOTHING = [(0, 0.0)] * 2
"""Adds nothing; `itemgetter` answers a tuple only from two places on."""


class Probe:
    """A vector as it is put to many posteriors: where its means and covariances stand among `size`, and what each of
    them weighs. A covariance counts for both of its places."""

    __slots__ = ("pairs_in", "places_in", "values", "weights")

    def __init__(self, x: Sparse, size: int) -> None:
        places = [*x, *NOTHING]
        pairs = [
            (row * size + column, value * other * (1 if row == column else 2))
            for last, (row, value) in enumerate(x, 1)
            for column, other in x[:last]
        ] + NOTHING
        self.places_in: Callable[[Sequence[float]], tuple[float, ...]] = itemgetter(*[place for place, _ in places])
        self.pairs_in: Callable[[Sequence[float]], tuple[float, ...]] = itemgetter(*[place for place, _ in pairs])
        self.values = [value for _, value in places]
        self.weights = [weight for _, weight in pairs]


class Posterior:
    """A normal belief about the weights of one offer: their `mean`, and `covariance` as rows.

    `noise` is the variance of a reward around its mean, `n` the sum of the weights of what was observed.
    """

    __slots__ = ("_flat", "covariance", "mean", "n", "noise")

    def __init__(self, mean: list[float], covariance: list[list[float]], noise: float, n: float = 0.0) -> None:
        self.mean, self.covariance, self.noise, self.n = mean, covariance, noise, n
        self._flat: list[float] | None = None

    @classmethod
    def prior(cls, variances: Sequence[float], noise: float) -> Posterior:
        """What is believed before anything was observed: every weight about 0, each with its variance."""
        size = len(variances)
        covariance = [[variances[row] if row == column else 0.0 for column in range(size)] for row in range(size)]
        return cls([0.0] * size, covariance, noise)

    def predict(self, x: Sparse) -> tuple[float, float]:
        """The expected reward and its standard deviation, which is of the mean, not of one reward."""
        return self.predict_of(Probe(x, len(self.mean)))

    def predict_of(self, probe: Probe) -> tuple[float, float]:
        """The same, of a vector that is put to several posteriors of one size."""
        if self._flat is None:
            self._flat = list(chain.from_iterable(self.covariance))
        variance = sum(map(mul, probe.pairs_in(self._flat), probe.weights)) if self._flat else 0.0
        return sum(map(mul, probe.places_in(self.mean), probe.values)) if self.mean else 0.0, sqrt(max(0.0, variance))

    def observe(self, x: Sparse, reward: float, weight: float = 1.0) -> None:
        """The belief after `weight` times this reward, by one rank-one update (Sherman and Morrison).

        In whatever order rewards are observed, the belief is what all of them at once would give.
        """
        if weight <= 0:
            return
        self.n += weight
        if not x:
            return
        covariance, self._flat = self.covariance, None
        along = [sum([row[place] * value for place, value in x]) for row in covariance]
        expected = sum([self.mean[place] * value for place, value in x])
        scale = 1 / (self.noise / weight + sum([along[place] * value for place, value in x]))
        missed = (reward - expected) * scale
        self.mean = [m + a * missed for m, a in zip(self.mean, along, strict=True)]
        for row, a in zip(covariance, along, strict=True):
            if a:
                step = a * scale
                row[:] = [c - step * b for c, b in zip(row, along, strict=True)]

    def triangle(self) -> list[float]:
        """The covariance once: the lower triangle, row by row."""
        return [value for place, row in enumerate(self.covariance) for value in row[: place + 1]]

    @staticmethod
    def square(triangle: Iterable[float], size: int) -> list[list[float]]:
        """The rows whose lower triangle this is. Raises ValueError when it has more or fewer values than it should."""
        rows = [[0.0] * size for _ in range(size)]
        values = iter(triangle)
        places = [(row, column) for row in range(size) for column in range(row + 1)]
        for (row, column), value in zip(places, values, strict=True):
            rows[row][column] = rows[column][row] = value
        return rows
