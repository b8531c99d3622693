"""Templates compile, and carry nothing that the content security policy refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.databases import Databases, opened

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def application(sqlite_databases: Databases) -> Iterator[Flask]:
    with opened(sqlite_databases.config(sqlite_databases.migrated())) as app:
        yield app


@pytest.mark.parametrize("name", NAMES)
def test_compiles(application: Flask, name: str) -> None:
    application.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html") and not name.startswith("mail/")])
def test_nothing_inline(name: str) -> None:
    source = re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|hx-on|javascript:", source)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_escapes(name: str) -> None:
    """`safe` is for markup that we wrote: only filters and the layout may use it."""
    assert "|safe" not in (TEMPLATES / name).read_text("utf-8").replace(" ", "")
