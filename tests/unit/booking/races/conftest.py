"""Sixteen clients who are ready to want the same thing at the same instant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask

from app.config import Config
from tests.clients import Clients, clients
from tests.unit.booking.races.bunks import Sixteen


@pytest.fixture(scope="module")
def ready() -> Iterator[Clients]:
    with clients() as started:
        yield started


@pytest.fixture
def sixteen(app: Flask, config: Config, ready: Clients) -> Iterator[Sixteen]:
    """Lets every client do the same job, each with arguments of its own."""
    yield partial(ready.all, config)
    ready.leave()
