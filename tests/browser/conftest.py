"""Browser tests: the real server on a port of its own, and the Chromium that this machine has."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import create_engine, text

from app.store.db import normalised_url
from tests import cast
from tests.builders import NOW
from tests.conftest import FULL
from tests.databases import Databases
from tests.forked import forked
from tests.server import FORKED, secrets_of, served

FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
CONTRAST_EVERY = 1 if FULL else 3
"""Of many pages in one dress, how many are asked for their contrast, too: all with full counts."""

PATIENCE_MS = 15_000
"""How long a test waits for what it says will come, on a busy machine; waiting longer changes no verdict."""

ROOT = Path(__file__).parent.parent.parent


class Accessible(Protocol):
    """Fails with what axe finds wrong on a page."""

    def __call__(self, page: Page, *, contrast: bool = True) -> None: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    given = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return given or subprocess.check_output([ROOT / "bin" / "browser"], text=True).strip()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": chromium, "args": [*FLAGS, *as_root]}


@pytest.fixture(scope="module")
def site_database(sqlite_databases: Databases) -> Iterator[str]:
    """The database of two houses that `site` serves."""
    url = sqlite_databases.copy("houses-2", lambda: cast.group(2))
    yield url
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def clock_file(sqlite_databases: Databases, site_database: str) -> Path:
    """The file that the site's clock follows."""
    file = sqlite_databases.config(site_database).data / "now"
    file.write_text(NOW)
    return file


@pytest.fixture(scope="module")
def site(sqlite_databases: Databases, site_database: str, clock_file: Path) -> Iterator[str]:
    """The address of a running site with two houses; the tests of a module share it."""
    with served(sqlite_databases.config(site_database, now=""), program=FORKED) as server:
        yield server.address


@pytest.fixture
def set_site_clock(clock_file: Path) -> Callable[[str], None]:
    """Sets the site's clock to an instant, for the rest of the module."""

    def set_it(instant: str) -> None:
        fresh = clock_file.with_suffix(".new")
        fresh.write_text(instant)
        fresh.replace(clock_file)

    return set_it


@pytest.fixture
def deliver(sqlite_databases: Databases, site_database: str, site: str, clock_file: Path) -> Callable[[], None]:
    """Does what bin/run's worker does every few seconds."""
    config = sqlite_databases.config(site_database)
    environment = os.environ | {
        "QUINCE_DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "QUINCE_SECRETS": secrets_of(config),
        "QUINCE_BASE_URL": site,
    }
    log = config.data / "worker.log"

    def once() -> None:
        ended = forked("flask", ["--app", "wsgi", "worker", "--once"], environment, log).wait(60)
        assert ended == 0, log.read_text()

    return once


@pytest.fixture
def rows(site_database: str) -> Callable[[str], int]:
    """How many rows a table of the site's database has."""

    def count(table: str) -> int:
        engine = create_engine(normalised_url(site_database))
        with engine.connect() as connection:
            found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        engine.dispose()
        return found

    return count


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    """Pages open by path, and nothing but the site is reached."""
    return browser_context_args | {"base_url": site, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def accessible() -> Accessible:
    """Fails with what axe finds wrong on the page as it stands; `contrast` is two thirds of the work.

    Frames are left out: ours hold a mail, in a sandbox without scripts, which answers axe nothing.
    """

    def check(page: Page, *, contrast: bool = True) -> None:
        rules = {} if contrast else {"color-contrast": {"enabled": False}}
        found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules, "iframes": False})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


def watched(page: Page, site: str) -> tuple[list[str], list[str]]:
    """What the page asks of other hosts, and what the browser complains of (say, of a refused script); both grow."""
    outside: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((site, "data:", "blob:")) else outside.append(asked.url),
    )
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return outside, complaints


def assert_quiet(outside: list[str], complaints: list[str]) -> None:
    """No other host was asked, and nothing but a refused form (4xx) was complained of."""
    assert outside == []
    assert [words for words in complaints if "status of 4" not in words] == []


@pytest.fixture(autouse=True)
def nothing_from_elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page asks another host for anything, and none makes the browser complain."""
    if "page" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("context").set_default_timeout(PATIENCE_MS)
    found = watched(request.getfixturevalue("page"), request.getfixturevalue("site"))
    yield
    assert_quiet(*found)


@pytest.fixture
def newcomer(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page for somebody new, with cookies of their own; `java_script_enabled=False` and the like change them.

    Nobody's page asks another host for anything, and none makes the browser complain.
    """
    contexts = []
    found = []

    def arrive(**options: Any) -> Page:
        context = browser.new_context(**(browser_context_args | options))
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        found.append(watched(page, site))
        return page

    yield arrive
    for context in contexts:
        context.close()
    for seen in found:
        assert_quiet(*seen)
