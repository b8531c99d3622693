"""How every command runs: inside the application, with sentences for refusals and a bar for what takes long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click
from flask.cli import with_appcontext

from app.kernel.errors import Invalid, Refused

UNUSABLE = 2
FILE = click.Path(path_type=Path, dir_okay=False)


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Runs inside the application; a refusal becomes a sentence on standard error and an exit code."""

    @with_appcontext
    @wraps(command)
    def run(*given: Any, **named: Any) -> None:
        try:
            command(*given, **named)
        except (Invalid, Refused) as error:
            click.echo(str(error), err=True)
            raise SystemExit(UNUSABLE if isinstance(error, Invalid) else 1) from None

    return run


@contextmanager
def patience(words: str, every_s: float = 1) -> Iterator[None]:
    """On standard error, when that is a terminal, says what is done and since how many seconds: for work of which no
    part can be counted. A second is waited first, and the line is gone when the work is."""
    if not sys.stderr.isatty():
        yield
        return
    over = Event()

    def tell() -> None:
        for seconds in count(1):
            if over.wait(every_s):
                return
            click.echo(f"\r{words}, {seconds} s", nl=False, err=True)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
        click.echo("\r\x1b[K", nl=False, err=True)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error when that is a terminal; called with what is done and of how much."""
    from tqdm import tqdm

    with tqdm(unit=f" {unit}", disable=not sys.stderr.isatty()) as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield show
