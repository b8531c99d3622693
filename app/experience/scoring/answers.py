"""The answers of a file, each on its own scale."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.experience.estimates import CES, CSAT, NPS, Scale
from app.experience.tables import Bad, Row, finite, read_table


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which measure; a measure without a column is not asked for."""

    nps: str
    csat: str | None = None
    ces: str | None = None
    weight: str | None = None

    @property
    def named(self) -> list[str]:
        return [name for name in (self.nps, self.csat, self.ces, self.weight) if name is not None]


@dataclass(slots=True)
class Answers:
    """How often each answer was given; a measure that was not asked for is None. What is outside a scale is no answer.

    `scored` are the lines with a score 0 to 10, in order; `weights` go with them, where there are any.
    """

    nps: Counter[int]
    csat: Counter[int] | None
    ces: Counter[int] | None
    scored: list[tuple[Row, int]]
    weights: list[float] | None = None
    header: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def read_answers(file: Path, columns: Columns, encoding: str | None = None) -> Answers:
    """Every answer of the file. Raises `Invalid` when it is no table or lacks one of the columns.

    A score whose weight is no number, or below 0, has the weight 0 and its line is bad.
    """
    table = read_table(file, encoding)
    table.require(columns.named)
    scored = [(row, score) for row in table.rows if (score := NPS.read(row.cells[columns.nps])) is not None]
    answers = Answers(
        Counter(score for _, score in scored),
        _counted(table.rows, columns.csat, CSAT),
        _counted(table.rows, columns.ces, CES),
        scored,
        header=table.header,
        bad=table.bad,
    )
    if columns.weight is not None:
        answers.weights = [_weight(row, columns.weight, answers.bad) for row, _ in scored]
        answers.bad.sort()
    return answers


def _counted(rows: list[Row], column: str | None, scale: Scale) -> Counter[int] | None:
    if column is None:
        return None
    return Counter(answer for row in rows if (answer := scale.read(row.cells[column])) is not None)


def _weight(row: Row, column: str, bad: list[Bad]) -> float:
    weight = number(row.cells[column])
    if weight is None:
        bad.append(Bad(row.line, f"{column} is no weight"))
    return weight or 0.0


def number(cell: str) -> float | None:
    """The number from 0 up that a cell holds; None for anything else."""
    value = finite(cell)
    return value if value is not None and value >= 0 else None
