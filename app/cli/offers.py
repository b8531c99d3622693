"""`offers`: what the engine is worth, tried out and from the log."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.running import FILE, progress_bar, told
from app.kernel.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.offers.engine.simulation import Run, World

MOST_DECISIONS, MOST_SEEDS = 1_000_000, 1_000


@click.group()
def offers() -> None:
    """Offers that fit the guest, and the proof of it."""


@offers.command()
@click.option("--world", "name", required=True, help="known, stays or noise.")
@click.option("--file", type=FILE, metavar="FILE", help="The published hotel bookings (csv or csv.gz): stays, noise.")
@click.option("--decisions", type=int, default=10_000, show_default=True, help="How many are made, one after another.")
@click.option("--seeds", type=int, default=5, show_default=True, help="How many runs, with the seeds 0, 1, ...")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def simulate(name: str, file: Path | None, decisions: int, seeds: int, as_json: bool) -> None:
    """Let the engine choose in a world whose every answer is known, and hold it against the best single offer.

    The site's own engine and settings; it sees the reward of the chosen offer alone. 0 also when lines of the file
    are no bookings: each is accounted for.
    """
    from app.offers.engine.settings import SETTINGS
    from app.offers.engine.simulation import simulate as run

    _refuse(decisions, seeds)
    world_of, bad = _worlds(name, file, decisions)
    runs: list[Run] = []
    with progress_bar("decisions") as tell:
        for seed in range(seeds):
            told_of = partial(_tell_of_all, tell, seed * decisions, seeds * decisions)
            runs.append(run(world_of(seed), seed, SETTINGS, told_of))
    gains = [one.gain for one in runs if one.gain is not None]
    found = {
        "world": name,
        "decisions": decisions,
        "settings": asdict(SETTINGS),
        "seeds": [_seed(one) for one in runs],
        "mean_gain": sum(gains) / len(gains) if gains else None,
        "worst_gain": min(gains, default=None),
    }
    if as_json:
        listed = {} if bad is None else {"bad": [{"line": line, "reason": reason} for line, reason in bad]}
        click.echo(json.dumps(found | listed))
        return
    for line, reason in bad or []:
        click.echo(f"line {line}: {reason}", err=True)
    for one in runs:
        click.echo(
            f"seed {one.seed}: {one.value:.4f} a decision, best single {one.best_single:.4f}, {_percent(one.gain)}"
        )
    click.echo(f"mean {_percent(found['mean_gain'])}, worst {_percent(found['worst_gain'])}")


def _refuse(decisions: int, seeds: int) -> None:
    if not 1 <= decisions <= MOST_DECISIONS:
        raise Invalid(f"--decisions is from 1 to {MOST_DECISIONS:,}.")
    if not 1 <= seeds <= MOST_SEEDS:
        raise Invalid(f"--seeds is from 1 to {MOST_SEEDS:,}.")


def _worlds(
    name: str, file: Path | None, decisions: int
) -> tuple[Callable[[int], World], Sequence[tuple[int, str]] | None]:
    """The world of each seed, and the lines of the file that were of no use; None where there is no file."""
    from app.offers.engine.simulation import worlds
    from app.offers.engine.simulation.stays import read_stays

    if name == worlds.KNOWN:
        if file is not None:
            raise Invalid("The world known needs no --file.")
        return lambda seed: worlds.known_world(decisions, seed), None
    if name not in worlds.WORLDS:
        raise Invalid(f"--world is one of {', '.join(worlds.WORLDS)}.")
    stays, bad = read_stays(file or _published())
    world = worlds.stays_world(stays, decisions)
    if name == worlds.STAYS:
        return lambda _: world, bad
    return lambda seed: worlds.noise_world(world, seed), bad


def _published() -> Path:
    """The file beside the project, where there is one: it is not part of the product."""
    project = Path(__file__).parents[2]
    for folder in (project / "data", project.parent / "shared" / "data"):
        for name in ("hotel_bookings.csv.gz", "hotel_bookings.csv"):
            if (folder / name).is_file():
                return folder / name
    raise Invalid("Name the file of the published hotel bookings with --file.")


def _tell_of_all(tell: Callable[[int, int], None], before: int, of: int, made: int) -> None:
    tell(before + made, of)


def _seed(run: Run) -> dict[str, Any]:
    return {**asdict(run), "gain": run.gain}


def _percent(gain: Any) -> str:
    return "no single offer brought anything" if gain is None else f"{gain:+.1%}"
