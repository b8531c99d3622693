"""A log evaluated: by the mean of each action, or by regression where the file has contexts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.experience.tables import finite
from app.offers.proof.files.cells import MOST
from app.offers.proof.files.decisions import Log
from app.offers.proof.rules import Evaluation, Model, evaluate, means_model

MOST_VALUES = 50
"""Of a context in words so many are told apart, the commonest first."""


def evaluate_log(log: Log) -> Evaluation:
    """What the target would have earned."""
    return evaluate(log.weights, log.rewards, _model(log))


def _model(log: Log) -> Model:
    vectors = list(zip(*_columns(log), strict=True))
    if not vectors:
        return means_model(log.actions, log.rewards, log.targets)
    from app.offers.proof.regression import cross_fitted

    return cross_fitted(vectors, log.actions, log.rewards, log.targets)


def _columns(log: Log) -> list[list[float]]:
    """The contexts as numbers, column by column."""
    return [column for cells in zip(*log.contexts, strict=True) for column in _numbers(cells)]


def _numbers(cells: Sequence[str]) -> list[list[float]]:
    """A column of numbers, where a blank is their mean; of words one column for each word, a blank being one too."""
    values = [finite(cell) for cell in cells]
    known = [max(-MOST, min(MOST, value)) for value in values if value is not None]
    if known and all(value is not None or not cell for value, cell in zip(values, cells, strict=True)):
        mean = sum(known) / len(known)
        return [[mean if value is None else max(-MOST, min(MOST, value)) for value in values]]
    common = [word for word, _ in Counter(cells).most_common(MOST_VALUES)]
    return [[float(cell == word) for cell in cells] for word in common]
