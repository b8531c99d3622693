"""A mean with its t interval, two of them compared by Welch's test, and the t distribution that both need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

from app.experience.estimates.changes import UNCHANGED, Change, about, more_needed, nothing, verdict_of
from app.experience.estimates.normal import THIN, Z

MATTERS = 0.3
"""Of a scale of seven: a smaller change of a mean is not acted on."""

NEAR = 1e-14
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of `n` values with their standard deviation and its 95 % t interval.

    The mean is None where n is 0, the rest where n is below 2: one value says nothing of how they vary.
    """

    n: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None

    @property
    def thin(self) -> bool:
        return self.n < THIN

    @property
    def half(self) -> float | None:
        """How far the interval reaches to either side."""
        return None if self.high is None or self.mean is None else self.high - self.mean


def mean(values: Iterable[float]) -> Mean:
    return mean_of(Counter(values))


def mean_of(counts: Mapping[float, int] | Mapping[int, int]) -> Mean:
    """The mean of so many of each value."""
    n = sum(counts.values())
    if n == 0:
        return Mean(0)
    middle = sum(value * count for value, count in counts.items()) / n
    if n == 1:
        return Mean(1, middle)
    sd = sqrt(sum(count * (value - middle) ** 2 for value, count in counts.items()) / (n - 1))
    half = t_quantile(0.975, n - 1) * sd / sqrt(n)
    return Mean(n, middle, middle - half, middle + half, sd)


def mean_change(earlier: Mean, later: Mean, smallest: float = MATTERS, least: int = THIN) -> Change:
    """The later mean minus the earlier, by Welch's t test; no data with fewer than two values on a side.

    `least` is how many values either side needs before "no change" is said. Where nothing varies on either side there
    is nothing to test by: with so many values the difference is what it is, with fewer nothing can be told.
    """
    if earlier.mean is None or later.mean is None or earlier.sd is None or later.sd is None:
        return nothing()
    difference = later.mean - earlier.mean
    one, other = earlier.sd**2 / earlier.n, later.sd**2 / later.n
    se = sqrt(one + other)
    if not se and min(earlier.n, later.n) < least:
        return Change(difference, None, None, None, None, UNCHANGED, about(least - min(earlier.n, later.n)))
    if not se:
        p = 0.0 if difference else 1.0
        return Change(difference, None, p, difference, difference, verdict_of(p))
    freedom = (one + other) ** 2 / (one**2 / (earlier.n - 1) + other**2 / (later.n - 1))
    p = t_two_sided(difference / se, freedom)
    half = t_quantile(0.975, freedom) * se
    verdict = verdict_of(p)
    variances = earlier.sd**2 + later.sd**2
    more = 0 if verdict == "change" else more_needed(Z * se, variances, min(earlier.n, later.n), smallest, least)
    return Change(difference, difference / se, p, difference - half, difference + half, verdict, more)


def t_two_sided(t: float, freedom: float) -> float:
    """How likely chance alone is to bring a t value at least as far from 0."""
    return _beta_share(freedom / 2, 0.5, freedom / (freedom + t * t))


@lru_cache(maxsize=4096)
def t_quantile(share: float, freedom: float) -> float:
    """The value below which `share` of Student's t distribution lies; freedom above 0, share within 0 and 1.

    Newton's method from the normal quantile, which is never above the root right of the middle: the distribution
    function is concave there, so each step comes nearer from the left.
    """
    if not (0 < share < 1 and freedom > 0):
        raise ValueError("a share within 0 and 1, and a freedom above 0")
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    t, tail = NormalDist().inv_cdf(share), 2 * (1 - share)
    for _ in range(200):
        step = (t_two_sided(t, freedom) - tail) / (2 * _t_density(t, freedom))
        t += step
        if abs(step) <= 1e-12 * max(1.0, t):
            break
    return t


def _t_density(t: float, freedom: float) -> float:
    constant = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    return exp(constant - (freedom + 1) / 2 * log1p(t * t / freedom))


def _beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Lentz's way of working it out from the front."""
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    value = d
    for m in range(1, MOST_STEPS):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + factor * d) or tiny)
            c = (1 + factor / c) or tiny
            value *= c * d
        if abs(c * d - 1) < NEAR:
            break
    return value
