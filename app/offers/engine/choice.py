"""Who is shown: propensities first, then a choice drawn from exactly these. Pure, and the same again with the seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import erf, fsum, prod, sqrt
from operator import mul

FLOOR = 0.05
CELLS = 64
"""Into so many parts the range is cut in which the best may lie. A decision with 40 offers takes about 0.5 ms."""

REACH = 5.0
"""Standard deviations on either side of a mean beyond which nothing is looked for."""

NARROW = (-2.5, -1.0, 0.0, 1.0, 2.5)
"""Where, in standard deviations, more cuts are made for what would else lie within one cell."""

LEAST_SD = 1e-9

Prediction = tuple[float, float]
"""The mean of a reward, and its standard deviation."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One place of a page, decided: what could have been shown, how likely each was, and which it was.

    `eligible` is in the order of the names, and `propensities` with it.
    """

    place: int
    eligible: tuple[str, ...]
    propensities: tuple[float, ...]
    chosen: str
    propensity: float
    seed: str


def propensities(predictions: Sequence[Prediction], floor: float = FLOOR) -> list[float]:
    """How likely each is to be chosen: the share of Thompson draws in which it is best, mixed with the floor.

    A draw takes one value of each from its normal distribution. Their shares are worked out rather than drawn: over
    cells of the range, the probability that one lies in the cell and all others below it. Each share is at least
    `floor` / number, and they sum to 1. Empty for none.
    """
    number = len(predictions)
    if number == 0:
        return []
    best = best_shares(predictions) if number > 1 and floor < 1 else [1 / number] * number
    mixed = [(1 - floor) * share + floor / number for share in best]
    total = fsum(mixed)
    return [share / total for share in mixed]


def best_shares(predictions: Sequence[Prediction]) -> list[float]:
    """How likely each is to be the highest of independent normal draws; sums to 1."""
    spreads = [(mean, max(sd, LEAST_SD)) for mean, sd in predictions]
    low = max(mean - REACH * sd for mean, sd in spreads)
    high = max(mean + REACH * sd for mean, sd in spreads)
    step = (high - low) / CELLS
    narrow = [mean + part * sd for mean, sd in spreads if sd < step for part in NARROW]
    edges = sorted([*(low + step * cell for cell in range(CELLS + 1)), *(edge for edge in narrow if low < edge < high)])
    within: list[list[float]] = []
    below: list[list[float]] = []
    for mean, sd in spreads:
        scale = 1 / (sd * sqrt(2))
        reached = [0.0, *[erf((edge - mean) * scale) / 2 + 0.5 for edge in edges], 1.0]
        within.append([upper - lower for lower, upper in pairwise(reached)])
        below.append([(upper + lower) / 2 for lower, upper in pairwise(reached)])
    all_below = list(map(prod, zip(*below, strict=True)))
    shares = [
        sum(map(mul, mass, [whole / (own or 1.0) for whole, own in zip(all_below, under, strict=True)]))
        for mass, under in zip(within, below, strict=True)
    ]
    total = fsum(shares)
    return [share / total for share in shares]


def draw(shares: Sequence[float], seed: str) -> int:
    """The place that the seed chooses, each as likely as its share says. The same seed always chooses the same."""
    point = uniform(seed) * fsum(shares)
    for place, share in enumerate(shares):
        point -= share
        if point < 0:
            return place
    return max(place for place, share in enumerate(shares) if share > 0)


def uniform(seed: str) -> float:
    """A number from 0 up to but not 1, the same for the same seed, on every machine and in every version."""
    return int.from_bytes(sha256(seed.encode()).digest()[:6]) / 2**48


def rank(predictions: Mapping[str, Prediction], places: int, seed: str, floor: float = FLOOR) -> tuple[Choice, ...]:
    """Fills the places of a page, each by a decision of its own over what the places before it have left.

    In whatever order the offers are given the choices are the same. Fewer choices than places where offers run out.
    """
    left = sorted(predictions)
    made: list[Choice] = []
    for place in range(min(places, len(left))):
        shares = propensities([predictions[name] for name in left], floor)
        own = f"{seed}:{place}"
        index = draw(shares, own)
        made.append(Choice(place, tuple(left), tuple(shares), left[index], shares[index], own))
        left = [name for name in left if name != made[-1].chosen]
    return tuple(made)
