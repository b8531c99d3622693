"""Weights that make those who answered stand for those who stayed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

TRIM = 5.0
"""No answer of ours speaks for more than five."""

CLOSE = 1e-12
MOST_ROUNDS = 1000

Row = tuple[str, ...]


def n_eff(weights: Sequence[float]) -> float:
    """Kish's effective n: as many unweighted answers would be as sure. 0 without any weight."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def rake(rows: Sequence[Row], margins: Sequence[Mapping[str, float]], trim: float = TRIM) -> list[float]:
    """A weight for each row, so that each margin's shares become those of the population (Deming and Stephan 1940).

    A row holds one value for each margin, a margin how much of the population has each value. A row with a value that
    the population lacks weighs 0; what nobody answered for is left out of its margin. The others weigh 1 in the mean
    and are then trimmed at `trim`.
    """
    counts = Counter(row for row in rows if all(m.get(value, 0) > 0 for value, m in zip(row, margins, strict=True)))
    weights = dict.fromkeys(counts, 1.0)
    for _ in range(MOST_ROUNDS):
        moved = [_fit(weights, counts, place, margin) for place, margin in enumerate(margins)]
        if max(moved, default=0.0) <= CLOSE:
            break
    return [min(weights.get(row, 0.0), trim) for row in rows]


def _fit(weights: dict[Row, float], counts: Mapping[Row, int], place: int, margin: Mapping[str, float]) -> float:
    """The weights agree with one margin; how much the one that moved most was moved, as a share of itself."""
    held: dict[str, float] = defaultdict(float)
    for row, count in counts.items():
        held[row[place]] += count * weights[row]
    whole, answers = sum(margin[value] for value in held), sum(counts.values())
    factors = {value: answers * margin[value] / whole / sum_ for value, sum_ in held.items()}
    for row in weights:
        weights[row] *= factors[row[place]]
    return max((abs(factor - 1) for factor in factors.values()), default=0.0)
