"""What benches stand on: databases of both engines, servers, and a calibration of this machine in this run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from app.config import Config
from tests.bench.load import Load, load
from tests.bench.table import Figure
from tests.databases import Databases
from tests.server import Server, served

BARE_REQUESTS = 4000


class Ground:
    """Databases in `folder`, and on a PostgreSQL where there is one; `bare` is what a page at best does here."""

    def __init__(self, folder: Path, address: str | None) -> None:
        self.sqlite = Databases(folder)
        self.postgresql = Databases(folder, address) if address else None

    @property
    def engines(self) -> dict[str, Databases]:
        found = {"SQLite": self.sqlite, "PostgreSQL": self.postgresql}
        return {name: databases for name, databases in found.items() if databases}

    @cached_property
    def bare(self) -> Load:
        """A bare Flask page with one template on the same server as the site."""
        with self.server(self.sqlite.config(self.sqlite.migrated()), "tests.bench.bare:app") as server:
            load(server.address, server.pid, ["/"] * 200)
            return load(server.address, server.pid, ["/"] * BARE_REQUESTS)

    @contextmanager
    def server(self, config: Config, program: str = "wsgi:app") -> Iterator[Server]:
        """The site as bin/run serves it: two processes of four threads."""
        with served(config, workers=2, threads=4, program=program) as server:
            yield server

    def calibration(self) -> Iterator[Figure]:
        yield Figure("bare Flask page with one template", self.bare.per_second, "requests/s")
        yield Figure("bare Flask page with one template, CPU", self.bare.cpu_ms, "ms/request")
