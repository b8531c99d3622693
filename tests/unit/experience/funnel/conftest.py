"""Commands on files read no database: one application serves them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.databases import Databases, opened


@pytest.fixture(scope="module")
def app(sqlite_databases: Databases) -> Iterator[Flask]:
    with opened(sqlite_databases.config(sqlite_databases.migrated())) as application:
        yield application
