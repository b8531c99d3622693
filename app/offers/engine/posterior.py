"""What is known of one offer: a Bayesian linear regression of its reward on the features of the moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from operator import itemgetter, mul

Sparse = Sequence[tuple[int, float]]
"""A vector by the places that are not 0, each once, in rising order."""


class Posterior:
    """A normal belief about the weights of one offer: their `mean`, and `covariance` as rows.

    `noise` is the variance of a reward around its mean, `n` the sum of the weights of what was observed.
    """

    __slots__ = ("covariance", "mean", "n", "noise")

    def __init__(self, mean: list[float], covariance: list[list[float]], noise: float, n: float = 0.0) -> None:
        self.mean, self.covariance, self.noise, self.n = mean, covariance, noise, n

    @classmethod
    def prior(cls, variances: Sequence[float], noise: float) -> Posterior:
        """What is believed before anything was observed: every weight about 0, each with its variance."""
        size = len(variances)
        covariance = [[variances[row] if row == column else 0.0 for column in range(size)] for row in range(size)]
        return cls([0.0] * size, covariance, noise)

    def predict(self, x: Sparse) -> tuple[float, float]:
        """The expected reward and its standard deviation, which is of the mean, not of one reward."""
        if not x:
            return 0.0, 0.0
        mean = self.mean
        if len(x) == 1:
            place, value = x[0]
            return mean[place] * value, abs(value) * sqrt(max(0.0, self.covariance[place][place]))
        places, values = zip(*x, strict=True)
        seen = itemgetter(*places)
        covariance = self.covariance
        variance = sum([value * sum(map(mul, seen(covariance[place]), values)) for place, value in x])
        return sum(map(mul, seen(mean), values)), sqrt(max(0.0, variance))

    def observe(self, x: Sparse, reward: float, weight: float = 1.0) -> None:
        """The belief after `weight` times this reward, by one rank-one update (Sherman and Morrison).

        In whatever order rewards are observed, the belief is what all of them at once would give.
        """
        if weight <= 0:
            return
        self.n += weight
        if not x:
            return
        covariance = self.covariance
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
