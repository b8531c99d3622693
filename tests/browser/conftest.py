"""Browser tests: the real server on a port of its own, and the Chromium that this machine has."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import cast
from tests.databases import Databases
from tests.server import served

FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
ROOT = Path(__file__).parent.parent.parent


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
def site(sqlite_databases: Databases) -> Iterator[str]:
    """The address of a running site with two houses; the tests of a module share it."""
    url = sqlite_databases.copy("houses-2", lambda: cast.group(2))
    with served(sqlite_databases.config(url)) as server:
        yield server.address
    sqlite_databases.drop(url)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    """Pages open by path, and nothing but the site is reached."""
    return browser_context_args | {"base_url": site, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails with what axe finds wrong on the page as it stands."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture(autouse=True)
def nothing_from_elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page asks another host for anything, and none makes the browser complain (say, of a refused script)."""
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    site: str = request.getfixturevalue("site")
    outside: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((site, "data:", "blob:")) else outside.append(asked.url),
    )
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    assert outside == []
    assert [words for words in complaints if "status of 4" not in words] == []
