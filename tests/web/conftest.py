"""Page tests: somebody without JavaScript, on SQLite, in front of two houses unless a test is marked otherwise."""

import pytest
from flask import Flask

from app.web.funnel import writing
from tests.page import Visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/web/" in item.nodeid and not item.get_closest_marker("houses"):
            item.add_marker(pytest.mark.houses(2))


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def no_answer_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page tells the funnel's log hangs on the page alone, and not on what else this machine does."""
    monkeypatch.setattr(writing, "SLOW_MS", 3_600_000)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)
