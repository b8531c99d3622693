"""`reviews verify`: whether a downloaded chain of reviews holds, and is this site's."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.running import patience, told
from app.kernel.errors import Invalid

if TYPE_CHECKING:
    from app.experience.reviews.rules import Fault

SHOWN = 20


@click.group()
def reviews() -> None:
    """What guests say of their stays, and the proof that nothing of it vanished."""


@reviews.command("verify")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option("--alone", is_flag=True, help="Look at the files alone; so it is without our database.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def verify(files: tuple[Path, ...], alone: bool, as_json: bool) -> None:
    """Check the chain in FILE, downloaded from /reviews/chain.json (- for standard input). A long chain is in several,
    each of which names the next: give all of them, in any order.

    Whether each entry follows the one before, whether they are the beginning of this site's chain or all of it, and
    whether what this site shows is what its chain digests. 1 when anything does not hold.
    """
    from app.experience.reviews.queries.chain import chain_links, compared, database_faults
    from app.experience.reviews.rules import chain_faults, read_chain

    with patience("Checking the chain"):
        links, faults = read_chain(*(_content(file) for file in files))
        faults = [*faults, *chain_faults(links)]
        alone = alone or not _here()
        ours = [] if alone else chain_links()
        if not alone:
            faults += [*compared(links, ours), *database_faults()]
    since = None if alone else max(len(ours) - len(links), 0)
    _answer(len(links), since, faults, as_json=as_json)
    raise SystemExit(1 if faults else 0)


def _here() -> bool:
    """Whether there is a site with reviews to compare with."""
    from sqlalchemy import inspect

    from app.store import db

    tables: bool = inspect(db.engine).has_table("review_chain")
    return tables


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror or error}.") from None


def _answer(entries: int, since: int | None, faults: Sequence[Fault], *, as_json: bool) -> None:
    if as_json:
        found = [{"number": fault.number, "reason": fault.reason} for fault in faults]
        click.echo(json.dumps({"ok": not faults, "entries": entries, "since": since, "faults": found}, indent=2))
        return
    for fault in faults[:SHOWN]:
        click.echo(f"FAULT {f'entry {fault.number}: ' if fault.number else ''}{fault.reason}")
    if len(faults) > SHOWN:
        click.echo(f"and {len(faults) - SHOWN:,} more")
    later = f"; {since:,} more on the site since" if since else ""
    click.echo(f"{'FAULT' if faults else 'ok   '} {entries:,} entries{later}")
