"""A ratio of two sums, with the interval of the linearised values (Cochran, Sampling Techniques, 1977, 6.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.experience.estimates.means import Mean, mean_of

Pair = tuple[int, int]
"""What one unit adds to either sum: a night's revenue and its rooms."""


def ratio_of(pairs: Mapping[Pair, int]) -> Mean:
    """The sum of the first by the sum of the second, over so many of each pair; those of two noughts are left out.

    Each pair stands for the ratio plus what it departs from it, by the mean of the second: the mean of these is the
    ratio itself, and their spread gives its t interval. No data where the second adds up to nothing.
    """
    told = {pair: count for pair, count in pairs.items() if any(pair)}
    first, second = (sum(pair[place] * count for pair, count in told.items()) for place in (0, 1))
    if second <= 0:
        return Mean(0)
    ratio, middle = first / second, second / sum(told.values())
    values: Counter[float] = Counter()
    for (part, whole), count in told.items():
        values[ratio + (part - ratio * whole) / middle] += count
    return mean_of(values)
