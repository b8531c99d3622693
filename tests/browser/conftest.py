"""Browser tests: the real server on a port of its own, and the Chromium that this machine has."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
    with served(sqlite_databases.config(url)) as address:
        yield address
    sqlite_databases.drop(url)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    """Pages open by path, and nothing but the site is reached."""
    return browser_context_args | {"base_url": site, "locale": "en-GB", "timezone_id": "Europe/London"}
