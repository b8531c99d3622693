"""Reports only read: one application an engine serves a module, and its visits are taken away after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete

from app.experience.funnel.models import Event, Visit
from app.store import db, transaction
from tests.databases import opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    databases = request.getfixturevalue(f"{request.param}_databases")
    with opened(databases.config(databases.migrated())) as application:
        yield application


@pytest.fixture
def nobody_yet(app: Flask) -> Iterator[None]:
    yield
    db.session.rollback()
    transaction(lambda: [db.session.execute(delete(model)) for model in (Event, Visit)])
