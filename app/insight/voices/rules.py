"""How much of what guests recommend goes with each part of their stay. Pure.

Relative weights (Johnson 2000): the questions go together, so their correlations with the score count the same thing
several times; here each is given its share of what all of them explain together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot, sqrt
from typing import NamedTuple

Matrix = list[list[float]]

LEAST_BOTH = 30
"""Fewer answers to a question together with the score are no base for a weight."""

LEAST_ANSWERS = 100
"""Fewer scores are no base for any."""

SMALL = 1e-9


class Weighed(NamedTuple):
    """A question: how many answered it with the score, its relative weight, its correlation with the score."""

    name: str
    n: int
    weight: float
    correlation: float


def relative_weights(
    rows: Sequence[Mapping[str, int | None]], score: str, names: Sequence[str]
) -> tuple[float, list[Weighed]]:
    """What all questions explain of the score (R squared), and the part of it (0 to 1) that each has, most first.

    Correlations are of those who answered both of two questions, as most leave some out. A question that fewer than
    thirty answered, or that everybody answered alike, has no weight.
    """
    used: list[str] = []
    with_score: list[tuple[int, float]] = []
    for name in names:
        n, found = correlation(rows, name, score)
        if n >= LEAST_BOTH and found is not None:
            used.append(name)
            with_score.append((n, found))
    if not used:
        return 0.0, []
    among = [[1.0] * len(used) for _ in used]
    for i, one in enumerate(used):
        for j in range(i):
            n, found = correlation(rows, one, used[j])
            among[i][j] = among[j][i] = found if found is not None and n >= LEAST_BOTH else 0.0
    raw = _raw_weights(among, [found for _, found in with_score])
    explained = sum(raw)
    weighed = [
        Weighed(name, n, weight / explained if explained else 0.0, found)
        for name, (n, found), weight in zip(used, with_score, raw, strict=True)
    ]
    return min(1.0, explained), sorted(weighed, key=lambda one: -one.weight)


def correlation(rows: Sequence[Mapping[str, int | None]], one: str, other: str) -> tuple[int, float | None]:
    """How many answered both, and how they go together (Pearson); None where one of them never differs."""
    pairs = [(x, y) for row in rows if (x := row[one]) is not None and (y := row[other]) is not None]
    n = len(pairs)
    if n < 2:
        return n, None
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if not (xx and yy):
        return n, None
    return n, sum((x - mean_x) * (y - mean_y) for x, y in pairs) / sqrt(xx * yy)


def _raw_weights(among: Matrix, with_score: list[float]) -> list[float]:
    """Each question's part of R squared, through the orthogonal variables nearest to them.

    Correlations of different pairs of guests may contradict each other a little: no eigenvalue counts below 0.
    """
    values, vectors = eigen(among)
    roots = [sqrt(max(value, SMALL)) for value in values]
    size = range(len(values))
    loadings = [[sum(vectors[i][k] * roots[k] * vectors[j][k] for k in size) for j in size] for i in size]
    inverse = [[sum(vectors[i][k] / roots[k] * vectors[j][k] for k in size) for j in size] for i in size]
    slopes = [sum(inverse[i][j] * with_score[j] for j in size) for i in size]
    return [sum(loadings[i][j] ** 2 * slopes[j] ** 2 for j in size) for i in size]


def eigen(given: Matrix) -> tuple[list[float], Matrix]:
    """Eigenvalues of a symmetric matrix, and its eigenvectors as columns, by Jacobi's rotations."""
    matrix = [list(row) for row in given]
    size = len(matrix)
    vectors = [[float(i == j) for j in range(size)] for i in range(size)]
    for _ in range(100):
        if sum(matrix[i][j] ** 2 for i in range(size) for j in range(i)) < 1e-24:
            break
        for p in range(size):
            for q in range(p + 1, size):
                _rotate(matrix, vectors, p, q)
    return [matrix[i][i] for i in range(size)], vectors


def _rotate(matrix: Matrix, vectors: Matrix, p: int, q: int) -> None:
    if abs(matrix[p][q]) < 1e-15:
        return
    theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    t = (1 if theta >= 0 else -1) / (abs(theta) + hypot(theta, 1))
    c = 1 / hypot(t, 1)
    s = t * c
    for row in matrix:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    matrix[p], matrix[q] = (
        [c * one - s * other for one, other in zip(matrix[p], matrix[q], strict=True)],
        [s * one + c * other for one, other in zip(matrix[p], matrix[q], strict=True)],
    )
    for row in vectors:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
