"""A small model of ease from effort: ridge regression on six logged counts, calibrated on answers held out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import log1p, sqrt
from operator import mul
from typing import Any

COUNTS = ("back_steps", "refusals", "errors", "seconds", "returns_to_search", "price_changes")
"""What a booking keeps of its way; all but `seconds` are counts."""

LEAST_ANSWERS = 100
"""Fewer answers teach nothing that could be checked."""

FOLDS = 5
PENALTY = 10.0
"""As if so many guests had answered that effort makes no difference."""

BEYOND_CHANCE = 10.828
"""What is explained of the spread of held-out answers, times their number, where effort tells more than the mean: chi
squared with one degree of freedom, 0.1 %: a model is fitted every night, and noise is to stay silent."""

LOWEST, HIGHEST = 1.0, 7.0
Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class Third:
    """Of the held-out answers, the third with the lowest, middle or highest expectation: expected, and answered."""

    n: int
    expected: float
    answered: float


@dataclass(frozen=True, slots=True)
class Model:
    """Ease = `base` + `slope` x (what the features say), within 1 to 7. `sure` holds how well the slopes are known.

    `error` and `without` are the root mean squares of what the model, and the plain mean, missed on answers held out.
    """

    learnt_from: int
    means: Vector
    spreads: Vector
    coefficients: Vector
    sure: Matrix
    base: float
    slope: float
    error: float
    without: float
    thirds: tuple[Third, ...]

    @property
    def tells(self) -> bool:
        """Whether effort tells more than the plain mean does, beyond chance."""
        if self.slope <= 0 or self.without <= 0:
            return False
        return (1 - (self.error / self.without) ** 2) * self.learnt_from > BEYOND_CHANCE

    def expect(self, of: Vector) -> float:
        """The ease that is expected of somebody with these features."""
        return self.expect_each([of])[0]

    def expect_each(self, many: Sequence[Vector]) -> list[float]:
        """The ease that is expected of each."""
        slopes = [self.slope * c / s for c, s in zip(self.coefficients[1:], self.spreads, strict=True)]
        start = self.base + self.slope * self.coefficients[0] - _dot(slopes, self.means)
        return [_within(start + sum(map(mul, slopes, of))) for of in many]

    def error_of_mean(self, many: Sequence[Vector]) -> float:
        """The standard error of the mean ease of these: what is not known of the slopes, and what each adds of their
        own."""
        middle = tuple(sum(column) / len(many) for column in zip(*many, strict=True))
        scaled = (1.0, *((x - m) / s for x, m, s in zip(middle, self.means, self.spreads, strict=True)))
        slopes = sum(a * _dot(row, scaled) for a, row in zip(scaled, self.sure, strict=True))
        return self.error * sqrt(max(0.0, slopes) + 1 / len(many))

    def document(self) -> dict[str, Any]:
        return asdict(self)


def read_model(document: dict[str, Any]) -> Model:
    """The model that `Model.document` wrote."""
    thirds = tuple(Third(**third) for third in document["thirds"])
    lists = {name: tuple(document[name]) for name in ("means", "spreads", "coefficients")}
    sure = tuple(tuple(row) for row in document["sure"])
    return Model(**{**document, **lists, "sure": sure, "thirds": thirds})


def features(effort: Sequence[int]) -> Vector:
    """The logs of a booking's counts, in the order of `COUNTS`: the second error weighs less than the first."""
    back_steps, refusals, errors, seconds, returns, prices = effort
    return (log1p(back_steps), log1p(refusals), log1p(errors), log1p(seconds / 60), log1p(returns), log1p(prices))


def fit(rows: Sequence[tuple[Vector, int]]) -> Model | None:
    """The model of (features, answer 1 to 7) pairs; None with fewer than `LEAST_ANSWERS`.

    Each fifth is expected by a model of the other four. What these expectations and the answers have in common (a line
    of least squares, its slope from 0 to 1) calibrates the model of all: where effort says little, so does it. What it
    misses is measured with the line of the other fifths: no answer has a part in what is expected of it.
    """
    if len(rows) < LEAST_ANSWERS:
        return None
    held_out: list[list[tuple[float, float, int]]] = []
    for fold in range(FOLDS):
        own: list[tuple[float, float, int]] = []
        taught = [row for place, row in enumerate(rows) if place % FOLDS != fold]
        means, spreads, coefficients, _ = _ridge(taught)
        plain = coefficients[0]
        for place, (of, answer) in enumerate(rows):
            if place % FOLDS == fold:
                scaled = (1.0, *((x - m) / s for x, m, s in zip(of, means, spreads, strict=True)))
                own.append((_dot(coefficients, scaled), plain, answer))
        held_out.append(own)
    base, slope = _line(held_out)
    missed = [
        (_within(base_of + slope_of * expected), plain, answer)
        for fold, own in enumerate(held_out)
        for base_of, slope_of in [_line(held_out[:fold] + held_out[fold + 1 :])]
        for expected, plain, answer in own
    ]
    error = sqrt(sum((expected - answer) ** 2 for expected, _, answer in missed) / len(missed))
    without = sqrt(sum((plain - answer) ** 2 for _, plain, answer in missed) / len(missed))
    means, spreads, coefficients, sure = _ridge(rows)
    thirds = _thirds([(expected, answer) for expected, _, answer in missed])
    return Model(len(rows), means, spreads, coefficients, sure, base, slope, error, without, thirds)


def _ridge(rows: Sequence[tuple[Vector, int]]) -> tuple[Vector, Vector, Vector, Matrix]:
    """Means, spreads, coefficients (the mean answer first), and the inverse that says how well those are known."""
    n = len(rows)
    columns = list(zip(*(of for of, _ in rows), strict=True))
    means = tuple(sum(column) / n for column in columns)
    spreads = tuple(
        sqrt(sum((x - m) ** 2 for x in column) / n) or 1.0 for column, m in zip(columns, means, strict=True)
    )
    scaled = [[1.0] * n, *([(x - m) / s for x in c] for c, m, s in zip(columns, means, spreads, strict=True))]
    answers = [answer for _, answer in rows]
    products = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in scaled] for one in scaled]
    for place in range(1, len(scaled)):
        products[place][place] += PENALTY
    sure = _inverse(products)
    with_answers = [sum(a * y for a, y in zip(one, answers, strict=True)) for one in scaled]
    return means, spreads, tuple(_dot(row, with_answers) for row in sure), sure


def _inverse(given: Sequence[Sequence[float]]) -> Matrix:
    """By Gauss and Jordan; the matrix is positive definite, so no row has to be changed for another."""
    size = len(given)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(given)]
    for i in range(size):
        pivot = rows[i][i]
        rows[i] = [x / pivot for x in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [x - factor * y for x, y in zip(rows[j], rows[i], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)


def _line(folds: Sequence[Sequence[tuple[float, float, int]]]) -> tuple[float, float]:
    """Where the line of least squares through (expected, answered) begins, and its slope, kept from 0 to 1."""
    pairs = [(expected, answer) for fold in folds for expected, _, answer in fold]
    n = len(pairs)
    x, y = sum(expected for expected, _ in pairs) / n, sum(answer for _, answer in pairs) / n
    xx = sum((expected - x) ** 2 for expected, _ in pairs)
    xy = sum((expected - x) * (answer - y) for expected, answer in pairs)
    slope = min(1.0, max(0.0, xy / xx)) if xx > 1e-12 else 0.0
    return y - slope * x, slope


def _thirds(pairs: Sequence[tuple[float, int]]) -> tuple[Third, ...]:
    ordered = sorted(pairs)
    cuts = [round(len(ordered) * part / 3) for part in range(4)]
    return tuple(
        Third(len(some), sum(e for e, _ in some) / len(some), sum(a for _, a in some) / len(some))
        for some in (ordered[start:end] for start, end in pairwise(cuts))
    )


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _within(value: float) -> float:
    return min(HIGHEST, max(LOWEST, value))
