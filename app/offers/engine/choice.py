"""Who is shown: propensities first, then a choice drawn from exactly these. Pure, and the same again with the seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import erfc, fsum, prod, sqrt
from operator import add, mul, sub, truediv

FLOOR = 0.05
CELLS = 64
"""Into so many parts the range is cut in which the best may lie. A place among 40 offers takes about 0.5 ms."""

REACH = 5.0
"""Standard deviations on either side of a mean beyond which nothing is looked for."""

NARROW = (-2.5, -1.0, 0.0, 1.0, 2.5)
"""Where, in standard deviations, more cuts are made for what would else lie within one cell."""

MOST_NARROW = 8

LEAST_SD = 1e-9
NEARLY_0 = 1e-300
"""Where a draw never lies; something may be divided by it."""

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
    return _mixed(best_shares(predictions), floor)


def best_shares(predictions: Sequence[Prediction]) -> list[float]:
    """How likely each is to be the highest of independent normal draws; sums to 1."""
    return _Cells(predictions, 1).best_of(range(len(predictions)))


class _Cells:
    """The range in which the best lies, in cells: where each draw falls, and how likely it is to be below each cell.

    It serves for the best of all, and for the best of the others once `places` - 1 have been taken away.
    """

    __slots__ = ("_below", "_shares")

    def __init__(self, predictions: Sequence[Prediction], places: int) -> None:
        spreads = [(mean, max(sd, LEAST_SD)) for mean, sd in predictions]
        self._below: list[list[float]] = []
        self._shares: list[list[float]] = []
        edges = _edges(spreads, places) if spreads else []
        for mean, sd in spreads:
            # All of it doubled, which changes no share: twice how likely a draw is to be below each edge.
            scale = 1 / (sd * sqrt(2))
            reached = [NEARLY_0, *[erfc((mean - edge) * scale) + NEARLY_0 for edge in edges], 2.0]
            upper = reached[1:]
            below = list(map(add, upper, reached))
            self._below.append(below)
            self._shares.append(list(map(truediv, map(sub, upper, reached), below)))

    def best_of(self, which: Sequence[int]) -> list[float]:
        """How likely each of these is to be the highest of them."""
        if not which:
            return []
        all_below = list(map(prod, zip(*[self._below[place] for place in which], strict=True)))
        shares = [sum(map(mul, self._shares[place], all_below)) for place in which]
        total = fsum(shares)
        return [share / total for share in shares]


def _edges(spreads: Sequence[Prediction], places: int) -> list[float]:
    lows = sorted((mean - REACH * sd for mean, sd in spreads), reverse=True)
    low = lows[min(places, len(lows)) - 1]
    high = max(mean + REACH * sd for mean, sd in spreads)
    step = (high - low) / CELLS
    narrow = sorted(((mean, sd) for mean, sd in spreads if sd < step), reverse=True)[:MOST_NARROW]
    cuts = [edge for mean, sd in narrow for part in NARROW if low < (edge := mean + part * sd) < high]
    return sorted([*(low + step * cell for cell in range(CELLS + 1)), *cuts])


def _mixed(best: Sequence[float], floor: float) -> list[float]:
    mixed = [(1 - floor) * share + floor / len(best) for share in best]
    total = fsum(mixed)
    return [share / total for share in mixed]


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
    names = sorted(predictions)
    cells, left = _Cells([predictions[name] for name in names], places), list(range(len(names)))
    made: list[Choice] = []
    for place in range(min(places, len(names))):
        shares, own = _mixed(cells.best_of(left), floor), f"{seed}:{place}"
        index = draw(shares, own)
        eligible = tuple(names[one] for one in left)
        made.append(Choice(place, eligible, tuple(shares), eligible[index], shares[index], own))
        del left[index]
    return tuple(made)
