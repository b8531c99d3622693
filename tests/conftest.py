"""What every test may ask for: an application on a migrated database of either engine, and how often to try."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings

from app.config import Config
from app.kernel import clock
from tests import cast, postgres
from tests.databases import Databases, opened

FULL = os.environ.get("QUINCE_COUNTS", "reduced") == "full"
SLOW_START = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
settings.register_profile(
    "reduced", max_examples=15, deadline=None, derandomize=True, phases=PHASES, suppress_health_check=SLOW_START
)
settings.register_profile("full", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=SLOW_START)
settings.load_profile("full" if FULL else "reduced")


@pytest.fixture(scope="session")
def count() -> Callable[[int, int], int]:
    """Chooses between a reduced and a full count: `count(5, 50)` rounds; bin/test --long runs the full ones."""
    return lambda reduced, full: full if FULL else reduced


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A folder of all processes of this run, where there are several and one PostgreSQL for them."""
    if "PYTEST_XDIST_WORKER" not in os.environ or "DATABASE_URL_TEST" not in os.environ:
        return None
    return tmp_path_factory.getbasetemp().parent


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory, shared: Path | None) -> Databases:
    return Databases(tmp_path_factory.mktemp("sqlite"), shared=shared)


@pytest.fixture(scope="session")
def postgresql_databases(tmp_path_factory: pytest.TempPathFactory, shared: Path | None) -> Iterator[Databases]:
    with postgres.server() as address:
        if address is None:
            pytest.skip(postgres.LOUD)
        yield Databases(tmp_path_factory.mktemp("postgresql"), address, shared)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on: both, unless a folder's conftest answers one."""
    return str(request.param)


@pytest.fixture
def databases(engine: str, request: pytest.FixtureRequest) -> Databases:
    found: Databases = request.getfixturevalue(f"{engine}_databases")
    return found


@pytest.fixture
def database(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of the test's own: migrated, and filled as the mark `houses(n)` says, else empty.

    `tests.cast.group` made the houses; tests know them by slug and through `tests.cast.found`.
    """
    mark = request.node.get_closest_marker("houses")
    number = mark.args[0] if mark else 0
    url = databases.copy(f"houses-{number}", lambda: cast.group(number)) if number else databases.migrated()
    yield url
    databases.drop(url)


@pytest.fixture
def config(databases: Databases, database: str) -> Config:
    return databases.config(database)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application, inside its context."""
    with opened(config) as application:
        yield application


@pytest.fixture
def set_clock(config: Config) -> Iterator[Callable[[str], None]]:
    """Sets the clock to an instant, e.g. `2027-03-05T10:00+00:00`; afterwards it is `tests.builders.NOW` again."""
    yield clock.configure
    clock.configure(config.now)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; tests that read it skip loudly without it."""
    folder = Path(__file__).parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"NO REAL DATA: {folder} is not there")
    return folder


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first in each process's share, which `worksteal` cuts off in this order: none is left for the
    end, when the other processes have nothing more to do."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    shares: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for item in sorted(filter(_minutes, items), key=_minutes, reverse=True):
        min(shares, key=lambda share: sum(map(_minutes, share))).append(item)
    others = (item for item in items if not _minutes(item))
    left = len(items)
    for place, share in enumerate(shares):
        size = left // (processes - place)
        share.extend(islice(others, max(size - len(share), 0)))
        left -= size
    items[:] = [*chain(*shares), *others]


def _minutes(item: pytest.Item) -> float:
    mark = item.get_closest_marker("long")
    return float(mark.args[0]) if mark else 0


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no search for garbage looks through it, then or later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []) if report.longrepr}
    for reason in sorted(skipped):
        terminalreporter.write_line(reason.removeprefix("Skipped: "), red=True, bold=True)
