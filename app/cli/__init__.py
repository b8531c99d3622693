"""Commands, thin: each imports only what it needs.

0 when all went well, 1 when something was found or refused, 2 for arguments that cannot be used.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from flask import Flask, current_app

from app.cli.funnels import friction, funnel
from app.cli.offers import offers
from app.cli.proofs import evaluate, lift
from app.cli.responses import import_responses
from app.cli.reviews import reviews
from app.cli.running import FILE, patience, progress_bar, told
from app.cli.scores import score
from app.kernel.errors import Invalid

if TYPE_CHECKING:
    from app.worker.jobs import Job


def register(app: Flask) -> None:
    """`flask --app wsgi NAME` knows every command."""
    measuring = (funnel, friction, score, import_responses, lift, offers, reviews)
    for command in (verify, backup, restore, worker, import_bookings, record_bounce, staff, *measuring):
        app.cli.add_command(command)
    offers.add_command(evaluate)
    if not app.config["SETTINGS"].production:
        app.cli.add_command(seed)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def verify(as_json: bool) -> None:
    """Recount every derived number from its source and check every invariant. Only reads."""
    from app.insight.verify import CHECKS, Result, result

    results: list[Result] = []
    with progress_bar("checks") as progress:
        for check in CHECKS:
            results.append(result(check))
            progress(len(results), len(CHECKS))
    ok = all(result.ok for result in results)
    if as_json:
        checks = [{"name": r.name, "ok": r.ok, "detail": r.detail} for r in results]
        click.echo(json.dumps({"ok": ok, "checks": checks}, indent=2))
    else:
        for found in results:
            click.echo(f"{'ok   ' if found.ok else 'FAULT'} {found.name}: {found.detail}")
    raise SystemExit(0 if ok else 1)


@click.command()
@click.argument("file", type=FILE)
@told
def backup(file: Path) -> None:
    """Write the whole database to FILE while the site runs."""
    from app.store import backup as backups

    with patience(f"Writing {file}"):
        length = backups.back_up(file)
    click.echo(f"{file}: {length:,} bytes", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Overwrite a database that holds something.")
@told
def restore(file: Path, force: bool) -> None:
    """Fill the configured database from FILE and bring it up to this version. Who was forgotten since, stays so."""
    from flask_migrate import upgrade
    from sqlalchemy.exc import SQLAlchemyError

    from app.booking import forgetting
    from app.identity import erasures
    from app.store import backup as backups
    from app.web.migrations import revisions

    listed = current_app.config["SETTINGS"].data / erasures.NAME
    with suppress(SQLAlchemyError):  # there may be nothing yet to forget from
        erasures.keep_erasures(listed)
    with patience(f"Reading {file}"):
        before = backups.restore(file, revisions(), force=force)
        upgrade()
        backups.raise_after(before)
    if back := erasures.forget_again(listed, forgetting.forget_again):
        click.echo(f"{back} who had been forgotten since were forgotten again.", err=True)
    click.echo("Restored. `verify` tells whether everything agrees.", err=True)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and exit.")
@click.option("--at", metavar="INSTANT", help="With --once: what is due then; the group's time zone unless it says.")
@told
def worker(once: bool, at: str | None) -> None:
    """Do what falls due: send mail and reminders, sweep expired holds, open the next nights, back up. Until SIGTERM."""
    import gc
    import signal
    from threading import Event

    from app.kernel import clock
    from app.kernel.wall import read_instant
    from app.worker import run_once, run_until
    from app.worker.jobs import JOBS

    if at and not once:
        raise Invalid("--at goes with --once.")
    if at:
        clock.configure(read_instant(at, current_app.config["SETTINGS"].group_timezone).isoformat())
    jobs = JOBS if current_app.config["SETTINGS"].production else [_demo_job(), *JOBS]
    if once:
        failed = run_once(jobs)
        raise SystemExit(1 if failed else 0)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    gc.freeze()  # looking through all that stays for good would hold a transaction open for a fifth of a second
    run_until(stop, jobs)


@click.command("record-bounce")
@click.argument("report", type=click.File("rb"), default="-")
@told
def record_bounce(report: BinaryIO) -> None:
    """Take in a mail server's REPORT of a mail that came back (standard input when none is named).

    The mail has failed and its house has a task. 0 also for a mail that is no such report, which changes nothing.
    """
    from app import care
    from app.outbox import read_bounce

    bounce = read_bounce(report.read())
    if bounce is None:
        click.echo("Not a report of a mail that failed.", err=True)
    elif care.record_bounce(bounce.mail_id, bounce.reason):
        click.echo(f"{bounce.mail_id} has failed: {bounce.reason}", err=True)
    else:
        click.echo(f"{bounce.mail_id} had failed before.", err=True)


def _demo_job() -> Job:
    """The worker's job that the demo adds: its days pass with the clock.

    It comes first, so that who has come by now is in the house before anybody asks.
    """
    from app.demo.days import follow_the_clock
    from app.worker.jobs import Job

    return Job("demo", follow_the_clock, every_s=60, lease=timedelta(minutes=15))


@click.command()
@click.option("--plant", default="7", metavar="SEED", show_default=True, help="Draws what is wrong with its site.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def seed(plant: str, as_json: bool) -> None:
    """Write the demo group into an empty database, or bring it on to today. Never overwrites anything.

    What was planted in its visits stands in planted.json, for checking that the reports find it.
    """
    from app.demo.desk import hold_rooms
    from app.demo.measured import write_planted
    from app.demo.seed import bring_to
    from app.demo.welcome import write_welcome

    with progress_bar("bookings") as tell:
        added = asdict(bring_to(tell=tell, plant=plant))
    if added["houses"]:
        hold_rooms()
    write_welcome(current_app.config["SETTINGS"])
    write_planted(current_app.config["SETTINGS"])
    if as_json:
        click.echo(json.dumps(added))
    else:
        click.echo(", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in added.items()), err=True)


@click.command("import-bookings")
@click.argument("file", type=FILE)
@click.option("--mapping", type=FILE, metavar="FILE.json", help="Names of columns: {our column: their column}.")
@click.option("--capacity", metavar="N", help="Rooms of each room type, or a share of its peak (80%); else its peak.")
@click.option("--rejects", type=FILE, metavar="FILE.csv", help="Gets the lines that were not imported, and why.")
@click.option("--currency", default="EUR", show_default=True, help="What the rates are in.")
@click.option("--timezone", default="Europe/Lisbon", show_default=True, help="Where the houses stand.")
@click.option("--json", "as_json", is_flag=True, help="Answer one JSON object.")
@told
def import_bookings(
    file: Path, mapping: Path | None, capacity: str | None, rejects: Path | None, as_json: bool, **where: str
) -> None:
    """Bring a hotel's history from FILE (csv or csv.gz, the columns being those of the published hotel bookings).

    Running it again adds nothing. 0 also when lines were rejected or refused: each is accounted for.
    """
    from app.booking import imports

    rooms = imports.read_capacity(capacity) if capacity else None
    history = imports.read_history(file, imports.read_mapping(mapping) if mapping else {})
    with imports.opened_rejects(rejects) as out, progress_bar("events") as progress:
        report = imports.import_bookings(history, capacity=rooms, progress=progress, **where)
        refused = {line: f"no room on {night}" for line, night in report.refusals}
        if out:
            imports.write_rejects(out, history, refused)
    if refused:
        click.echo(imports.WHERE_FULL, err=True)
    if as_json:
        bad = [{"line": line, "reason": reason} for line, reason in history.rejected]
        refusals = [{"line": line, "night": night.isoformat()} for line, night in report.refusals]
        click.echo(json.dumps({**report.counts(), "bad": bad, "refusals": refusals}))
    else:
        for line, reason in refused.items():
            click.echo(f"line {line}: {reason}", err=True)
        click.echo(", ".join(f"{count:,} {name}" for name, count in report.counts().items()))


@click.group()
def staff() -> None:
    """Who works here."""


@staff.command("add")
@click.option("--name", required=True, help="Their name, as journal and lists show it.")
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--role", "roles", multiple=True, required=True, help="Once for each role they hold.")
@click.option("--house", "houses", multiple=True, help="The slug of a house at which they hold its roles; repeatable.")
@click.option("--password", is_flag=True, help="Ask for the password here, and show the second factor's secret.")
@told
def staff_add(name: str, email: str, roles: tuple[str, ...], houses: tuple[str, ...], password: bool) -> None:
    """Take somebody on, and print the link at which they choose their keys.

    The link is good once, for three days. 1 when there is somebody with that mail already.
    """
    from app.staff import hiring

    hired = hiring.hire(name, email, roles, houses)
    if not password:
        click.echo(hiring.invitation_link(hired))
        return
    word = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    secret, codes = hiring.give_keys(hired, word)
    click.echo("\n".join([f"second factor: {secret}", *(f"recovery code: {code}" for code in codes)]))
