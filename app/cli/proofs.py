"""`lift` and `offers evaluate`: what offers add, and what another policy would have earned; both from a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import current_app

from app.cli.running import FILE, patience, told

if TYPE_CHECKING:
    from app.experience.tables import Bad
    from app.offers.proof.rules import Estimate, Evaluation

ENCODING = click.option("--encoding", metavar="NAME", help="Like latin1; else the file is looked at.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
ESTIMATORS = ("ips", "snips", "direct", "dr")


@click.command()
@click.argument("file", metavar="FILE.csv", type=FILE)
@click.option("--share", default=0.5, show_default=True, help="The expected part of guests with offers.")
@ENCODING
@AS_JSON
@told
def lift(file: Path, share: float, encoding: str | None, as_json: bool) -> None:
    """The mean outcome of guests with offers less that of those held out, from FILE.csv: guest,arm,at,outcome.

    One unit a guest. The interval holds however often one looks. 0 also when lines were bad: each is accounted for.
    """
    from app.kernel import clock
    from app.offers.proof.files import read_guests
    from app.offers.proof.rules import measure

    with patience("Counting guests"):
        read = read_guests(file, current_app.config["SETTINGS"].group_timezone, share, encoding)
        found = measure(read.units, max([clock.now(), *(unit.at for unit in read.units)]))
    if as_json:
        names = ("n", "lift", "low", "high", "verdict", "sample_ratio_p")
        _answer({name: getattr(found, name) for name in names}, read.bad)
        return
    _tell_bad(read.bad)
    if found.lift is not None:
        span = _span(found.low, found.high)
        click.echo(f"lift {found.lift:.4f}{span}, {found.offers:,} with offers and {found.held:,} held out")
    click.echo(found.words)
    if found.alarm:
        click.echo(f"ALARM: by chance the arms are so uneven once in {1 / (found.sample_ratio_p or 1e-99):,.0f} times.")


@click.command()
@click.argument("file", metavar="LOG.csv", type=FILE)
@click.option("--target", metavar="A=.6,B=.3,C=.1", help="The policy to judge; else the columns target_<action>.")
@ENCODING
@AS_JSON
@told
def evaluate(file: Path, target: str | None, encoding: str | None, as_json: bool) -> None:
    """What another policy would have earned, from LOG.csv: action,propensity,reward and context_* columns.

    The verdict is whether it adds or costs against what was earned; it is refused where the effective sample is below
    1 % of the decisions. 0 also when lines were bad: each is accounted for.
    """
    from app.offers.proof.files import evaluate_log, read_log, read_target

    with patience("Weighing decisions"):
        log = read_log(file, read_target(target) if target is not None else None, encoding)
        found = evaluate_log(log)
    if as_json:
        _answer(_figures(found), log.bad)
        return
    _tell_bad(log.bad)
    click.echo(f"{found.n:,} decisions, effective sample {found.ess:,.1f}")
    for name in (*ESTIMATORS, "earned"):
        one: Estimate = getattr(found, name)
        if one.value is not None:
            click.echo(f"{name}: {one.value:.4f}{_span(one.low, one.high)}")
    click.echo(f"against what was earned: {found.verdict}")


def _figures(found: Evaluation) -> dict[str, Any]:
    each = {name: getattr(found, name) for name in ESTIMATORS}
    estimates = {name: {"value": one.value, "low": one.low, "high": one.high} for name, one in each.items()}
    return {"n": found.n, "ess": found.ess, **estimates, "verdict": found.verdict}


def _span(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:.4f} to {high:.4f})"


def _answer(figures: dict[str, Any], bad: Sequence[Bad]) -> None:
    click.echo(json.dumps({**figures, "bad": [line._asdict() for line in bad]}, indent=2))


def _tell_bad(bad: Sequence[Bad]) -> None:
    for line in bad:
        click.echo(f"line {line.line}: {line.reason}", err=True)
