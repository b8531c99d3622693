"""Weights from who stayed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from app.experience.estimates import rake
from app.experience.scoring.answers import Answers, number
from app.experience.tables import Bad, read_table
from app.kernel.errors import Invalid

STAYS = "stays"


def rake_answers(answers: Answers, file: Path, encoding: str | None = None) -> None:
    """The scores have weights, so that they stand for the stays of the file in each of its columns.

    Its columns are some of the answers' own and `stays`. Lines without a number of stays are bad and count nothing; so
    is a score from where nobody stayed, which weighs 0. Raises `Invalid` when the file is no such table, or holds no
    stays at all.
    """
    table = read_table(file, encoding)
    table.require([STAYS])
    columns = [name for name in table.header if name and name != STAYS]
    lacking = [name for name in columns if name not in answers.header]
    if lacking or not columns:
        raise Invalid(
            f"{file} needs columns that the answers have too{', not ' if lacking else ''}{', '.join(lacking)}."
        )
    margins: list[dict[str, float]] = [defaultdict(float) for _ in columns]
    answers.bad += [Bad(line, f"population: {reason}") for line, reason in table.bad]
    for line, cells in table.rows:
        stays = number(cells[STAYS])
        if stays is None:
            answers.bad.append(Bad(line, "population: stays is no number"))
            continue
        for name, margin in zip(columns, margins, strict=True):
            margin[cells[name]] += stays
    if not sum(margins[0].values()):
        raise Invalid(f"{file} holds no stays.")
    answers.weights = rake([tuple(row.cells[name] for name in columns) for row, _ in answers.scored], margins)
    outside = [row.line for (row, _), weight in zip(answers.scored, answers.weights, strict=True) if not weight]
    answers.bad += [Bad(line, "nobody of the population stayed there") for line in outside]
