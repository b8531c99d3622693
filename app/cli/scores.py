"""`score`: what guests answered, from a file or of the site's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.period import SINCE, UNTIL, period
from app.cli.running import FILE, patience, told
from app.kernel.errors import Invalid

if TYPE_CHECKING:
    from app.experience.tables import Bad
    from app.insight.period import Filters


@click.command()
@click.option("--file", type=FILE, metavar="FILE.csv", help="Answers, one line each; else the site's own.")
@click.option("--nps", metavar="COLUMN", help="0 to 10: how likely it is that they recommend.")
@click.option("--csat", metavar="COLUMN", help="1 to 5; 4 and 5 are satisfied.")
@click.option("--ces", metavar="COLUMN", help="1 to 7; from 5 on it was easy.")
@click.option("--weight", metavar="COLUMN", help="How much each answer counts, used as it is.")
@click.option("--population", type=FILE, metavar="FILE.csv", help="Who stayed: columns of the answers, and stays.")
@click.option("--against", type=FILE, metavar="FILE2.csv", help="Later answers in the same columns: FILE2 minus FILE.")
@click.option("--encoding", metavar="NAME", help="Of all the files, like latin1; else each is looked at.")
@SINCE
@UNTIL
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def score(
    file: Path | None,
    population: Path | None,
    against: Path | None,
    encoding: str | None,
    since: str | None,
    until: str | None,
    as_json: bool,
    **columns: str | None,
) -> None:
    """NPS, CSAT and CES with their intervals: of a file of answers, or of the site's own.

    A blank, a word or a number outside the scale is no answer. 0 also when lines were bad: each is accounted for.
    """
    from app.experience import scoring

    if file is None:
        if any((population, against, encoding, *columns.values())):
            raise Invalid("Columns, --population, --against and --encoding go with --file.")
        with patience("Counting answers"):
            found = _own(period(since, until))
        _tell(found, [], as_json)
        return
    if columns["nps"] is None:
        raise Invalid("Name the column of the scores with --nps.")
    if columns["weight"] is not None and population is not None:
        raise Invalid("--weight and --population do not go together.")
    chosen = scoring.Columns(columns["nps"], columns["csat"], columns["ces"], columns["weight"])
    with patience("Counting answers"):
        answers = scoring.read_answers(file, chosen, encoding)
        if population is not None:
            scoring.rake_answers(answers, population, encoding)
        found, bad = scoring.scores(answers), list(answers.bad)
        if against is not None:
            later = scoring.read_answers(against, scoring.Columns(columns["nps"]), encoding)
            found["change"] = {"nps": scoring.change(answers, later)}
            bad += [line._replace(reason=f"{against}: {line.reason}") for line in later.bad]
    _tell(found, bad, as_json)


def _own(filters: Filters) -> dict[str, Any]:
    """What the desk shows of these days: the NPS of stays that ended in them, each part of a stay, ease by moment."""
    from app.experience import scoring
    from app.insight import voices

    stay = voices.stay_nps(filters)
    return {
        "nps": scoring.with_weighted(scoring.nps_figures(stay.total), stay.weighted),
        "csat": {key: scoring.csat_figures(part.by_value) for key, part in voices.parts(filters).items()},
        "ces": {one.moment: scoring.ces_figures(one.by_value) for one in voices.ease(filters)},
    }


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
