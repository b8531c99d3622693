"""A mail server of the test's own, and an application that sends by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.config import Config
from app.worker.mail import sending
from tests.databases import Databases, opened
from tests.post import Post


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def config(databases: Databases, database: str, post: Post) -> Config:
    return replace(databases.config(database), smtp_url=post.url, smtp_from="hello@quince.example")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    sending.patience.regain()
    with opened(config) as application:
        yield application
    sending.patience.regain()
