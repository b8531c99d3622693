"""The normal distribution, as far as intervals and tests at 5 % need it."""

from __future__ import annotations

from math import erfc, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""Standard errors on either side of a figure that make its 95 % interval."""

SIGNIFICANT = 0.05

THIN = 30
"""With fewer answers than this a figure is shown in grey."""


def two_sided(z: float) -> float:
    """How likely chance alone is to bring a standard normal value at least as far from 0."""
    return erfc(abs(z) / sqrt(2))
