"""Commands that measure: the same figures from a file as the site shows of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.period import SINCE, UNTIL, period, zone
from app.cli.running import FILE, patience, progress_bar, told

if TYPE_CHECKING:
    from app.experience.funnel.rules import Hindrance, Step


@click.command()
@click.option("--events", type=FILE, metavar="FILE.jsonl", help="Lines of unit, at, name, properties; else the site.")
@click.option("--steps", metavar="S,P,M", help="Names of the steps, in order; the site's own unless told.")
@click.option("--window", default="24h", show_default=True, help="How long after the first step, like 30m, 24h, 7d.")
@click.option("--order", default="ordered", show_default=True, help="ordered, strict or unordered.")
@click.option("--exclude", multiple=True, metavar="x:0:1", help="Who meets x between two steps is spoiled; repeatable.")
@click.option("--by", metavar="PROPERTY", help="Also by the first value of this property.")
@SINCE
@UNTIL
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def funnel(
    events: Path | None,
    steps: str | None,
    window: str,
    order: str,
    exclude: tuple[str, ...],
    by: str | None,
    since: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    """Count who went how far: from FILE.jsonl, or of the site's own visits.

    0 also when lines of the file are no events: each is listed as bad.
    """
    from app.experience.funnel.names import STEPS
    from app.experience.funnel.rules import MICROSECOND, Question, read_exclusion, read_steps
    from app.kernel.duration import read_duration
    from app.kernel.errors import Invalid

    _refuse_days(events, since, until)
    if events and not steps:
        raise Invalid("Name the steps of the file with --steps, in order, with commas between them.")
    question = Question(
        read_steps(steps) if steps else STEPS,
        read_duration(window) // MICROSECOND,
        order,
        tuple(read_exclusion(text) for text in exclude),
    )
    bad: list[tuple[int, str]] | None = None
    if events:
        from app.experience.funnel.files import count_file

        with progress_bar("bytes") as tell:
            counted, groups, bad = count_file(events, question, zone(), by, tell)
    else:
        from app.insight.funnel import count_site

        with patience("Counting visits"):
            counted, groups = count_site(period(since, until), question, by)
    if as_json:
        click.echo(json.dumps({"steps": _steps(counted), **_groups(groups), **_bad(bad)}))
        return
    for name, own in [("", counted), *(groups or {}).items()]:
        click.echo("\n".join([f"{by} {name or '(none)'}" if own is not counted else "", *map(_line, own)]).strip("\n"))
    _tell_bad(bad)


@click.command()
@click.option("--events", type=FILE, metavar="FILE", help="Lines of unit, at and name; else the site.")
@click.option("--goal", metavar="NAME", help="The event all others are held against; of the site's own, booked.")
@SINCE
@UNTIL
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def friction(events: Path | None, goal: str | None, since: str | None, until: str | None, as_json: bool) -> None:
    """Rank signals by the bookings that they may have cost: from FILE, or of the site's own visits.

    It goes with leaving; that is no proof that it causes it. 0 also when lines of the file are no events.
    """
    from app.kernel.errors import Invalid

    _refuse_days(events, since, until)
    bad: list[tuple[int, str]] | None = None
    found: Sequence[Hindrance[str]]
    if events:
        from app.experience.funnel.files import rank_file

        if not goal:
            raise Invalid("Name the goal of the file with --goal.")
        with progress_bar("bytes") as tell:
            found, bad = rank_file(events, goal, zone(), tell)
    else:
        from app.insight.funnel import rank_site

        with patience("Counting visits"):
            found = rank_site(period(since, until), goal)
    if as_json:
        click.echo(json.dumps({"signals": [_signal(one) for one in found], **_bad(bad)}))
        return
    for one in found:
        click.echo(
            f"{one.name}: {one.odds.lost:.1f} bookings lost, odds {one.odds.odds:.2f}"
            f" ({one.odds.low:.2f} to {one.odds.high:.2f}), n {one.shown}{', significant' if one.significant else ''}"
        )
    _tell_bad(bad)


def _refuse_days(events: Path | None, since: str | None, until: str | None) -> None:
    if events and (since or until):
        raise click.UsageError("--since and --until are for the site's own visits; a file is counted whole.")


def _steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {
            "name": step.name,
            "count": step.count,
            "rate": step.share.share,
            "low": step.share.low,
            "high": step.share.high,
            "mean_seconds": step.mean_seconds,
            "median_seconds": step.median_seconds,
        }
        for step in steps
    ]


def _groups(groups: Mapping[str, Sequence[Step]] | None) -> dict[str, Any]:
    return {} if groups is None else {"groups": {name: {"steps": _steps(steps)} for name, steps in groups.items()}}


def _signal(one: Hindrance[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "odds": one.odds.odds,
        "low": one.odds.low,
        "high": one.odds.high,
        "lost": one.odds.lost,
        "significant": one.significant,
    }


def _bad(bad: Sequence[tuple[int, str]] | None) -> dict[str, Any]:
    return {} if bad is None else {"bad": [{"line": line, "reason": reason} for line, reason in bad]}


def _tell_bad(bad: Sequence[tuple[int, str]] | None) -> None:
    for line, reason in bad or []:
        click.echo(f"line {line}: {reason}", err=True)


def _line(step: Step) -> str:
    share = step.share
    rate = "no data" if share.share is None else f"{share.share:.1%} ({share.low:.1%} to {share.high:.1%})"
    took = "" if step.median_seconds is None else f", median {step.median_seconds:g} s, mean {step.mean_seconds:g} s"
    return f"{step.name}: {step.count:,}, {rate}{took}"
