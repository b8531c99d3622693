"""`import-responses`: answers that another tool collected."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import current_app

from app.cli.running import FILE, progress_bar, told


@click.command("import-responses")
@click.argument("file", type=FILE)
@click.option("--encoding", metavar="NAME", help="Like latin1; else the file is looked at.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def import_responses(file: Path, encoding: str | None, as_json: bool) -> None:
    """Bring answers from FILE with the columns booking,survey,at,nps,ces,csat,words.

    `booking` is a reference, `survey` is booking, amendment, cancellation or stay. Running it again adds nothing. 0
    also when lines were rejected or refused: each is accounted for.
    """
    from app.experience.surveys import imports
    from app.kernel import clock

    read = imports.read_responses(file, current_app.config["SETTINGS"].group_timezone, clock.now(), encoding)
    with progress_bar("answers") as progress:
        report = imports.import_responses(read, progress=progress)
    if as_json:
        bad = [line._asdict() for line in read.bad]
        refusals = [refusal._asdict() for refusal in report.refusals]
        click.echo(json.dumps({**report.counts(), "bad": bad, "refusals": refusals}))
        return
    for line, reason in (*read.bad, *report.refusals):
        click.echo(f"line {line}: {reason}", err=True)
    click.echo(", ".join(f"{count:,} {name}" for name, count in report.counts().items()))
