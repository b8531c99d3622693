"""`score`: what guests answered, from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.running import FILE, told
from app.kernel.errors import Invalid

if TYPE_CHECKING:
    from app.experience.tables import Bad


@click.command()
@click.option("--file", type=FILE, required=True, metavar="FILE.csv", help="Answers, one line each.")
@click.option("--nps", required=True, metavar="COLUMN", help="0 to 10: how likely it is that they recommend.")
@click.option("--csat", metavar="COLUMN", help="1 to 5; 4 and 5 are satisfied.")
@click.option("--ces", metavar="COLUMN", help="1 to 7; from 5 on it was easy.")
@click.option("--weight", metavar="COLUMN", help="How much each answer counts, used as it is.")
@click.option("--population", type=FILE, metavar="FILE.csv", help="Who stayed: columns of the answers, and stays.")
@click.option("--against", type=FILE, metavar="FILE2.csv", help="Later answers in the same columns: FILE2 minus FILE.")
@click.option("--encoding", metavar="NAME", help="Of all the files, like latin1; else each is looked at.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def score(
    file: Path, population: Path | None, against: Path | None, encoding: str | None, as_json: bool,
    **columns: str | None,
) -> None:  # fmt: skip
    """NPS, CSAT and CES of a file of answers, each with its interval.

    A blank, a word or a number outside the scale is no answer. 0 also when lines were bad: each is accounted for.
    """
    from app.experience import scoring

    if columns["weight"] is not None and population is not None:
        raise Invalid("--weight and --population do not go together.")
    chosen = scoring.Columns(**columns)  # type: ignore[arg-type]
    answers = scoring.read_answers(file, chosen, encoding)
    if population is not None:
        scoring.rake_answers(answers, population, encoding)
    found = scoring.scores(answers)
    bad = list(answers.bad)
    if against is not None:
        later = scoring.read_answers(against, scoring.Columns(chosen.nps), encoding)
        found["change"] = {"nps": scoring.change(answers, later)}
        bad += [line._replace(reason=f"{against}: {line.reason}") for line in later.bad]
    _tell(found, bad, as_json)


def _tell(found: dict[str, Any], bad: list[Bad], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**found, "bad": [line._asdict() for line in bad]}, indent=2))
        return
    for line in bad:
        click.echo(f"line {line.line}: {line.reason}", err=True)
    for measure, figures in found.items():
        for name, figure in _flat(figures):
            click.echo(f"{measure} {name}: {figure}")


def _flat(figures: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for name, figure in figures.items():
        if isinstance(figure, dict):
            lines += _flat(figure, f"{before}{name} ")
        else:
            lines.append((f"{before}{name}", f"{figure:,.4f}" if isinstance(figure, float) else str(figure)))
    return lines
