"""Page tests: somebody without JavaScript, on SQLite, in front of two houses unless a test is marked otherwise."""

import pytest
from flask import Flask

from tests.page import Visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/web/" in item.nodeid and not item.get_closest_marker("houses"):
            item.add_marker(pytest.mark.houses(2))


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)
