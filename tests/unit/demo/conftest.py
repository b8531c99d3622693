"""A seeded database, made once an engine and copied for each test that changes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.demo.seed import bring_to
from tests.databases import Databases, opened

MONDAY = "2027-03-01T09:00+00:00"
PAST, MEASURED = 30, 5


def begin() -> None:
    """A group with a short past, so that a test need not wait for eighteen months."""
    bring_to(past=PAST, measured=MEASURED)


@pytest.fixture
def seeded(databases: Databases) -> Iterator[Flask]:
    """The application on the demo group as it is on Monday 1 March 2027."""
    url = databases.copy("demo", begin, now=MONDAY)
    with opened(databases.config(url, now=MONDAY)) as app:
        yield app
    databases.drop(url)
