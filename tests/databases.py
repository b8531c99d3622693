"""Migrated databases for tests, on both engines: made once as a template, copied for each test."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from app import create_app
from app.config import Config
from app.store import db
from app.store.db import normalised_url
from tests.builders import NOW
from tests.kept import COMPILED, STATEMENTS, hurry

MIGRATED = "migrated"
MIGRATIONS = str(Path(__file__).parent.parent / "migrations")

Build = Callable[[], None]
"""Fills a database, inside an application context."""


class Visiting(FlaskClient):
    """Each request stands in a context of its own, as on a server, whatever context the test is in; and as a server
    does, it closes every answer, upon which what a page says of itself is written."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        return Context().run(super().open, *arguments, **({"buffered": True} | options))


@contextlib.contextmanager
def opened(config: Config) -> Iterator[Flask]:
    """The application on a database, inside its context; every connection is closed afterwards."""
    app = create_app(config)
    app.test_client_class = Visiting
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        db.engine._compiled_cache = STATEMENTS  # type: ignore[assignment]
        event.listen(db.engine, "connect", hurry)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            shutil.rmtree(app.extensions["shelf"]._folder, ignore_errors=True)


class Databases:
    """The databases of one engine. `address` is a PostgreSQL server's, or None for SQLite files in `folder`.

    Test processes that name the same folder as `shared` make each template once between them.
    """

    def __init__(self, folder: Path, address: str | None = None, shared: Path | None = None) -> None:
        self.folder = folder
        self.address = address
        self._shared = shared or folder
        self._templates: dict[str, str] = {}

    def empty(self) -> str:
        """The URL of a new database with no table."""
        name = f"quince_{uuid4().hex}"
        if self.address is None:
            return f"sqlite:///{self.folder / name}.db"
        return self._created(name)

    def migrated(self) -> str:
        """The URL of a new database with every table and no row."""
        return self.copy(MIGRATED, lambda: upgrade(MIGRATIONS))

    def copy(self, template: str, build: Build, **settings: object) -> str:
        """The URL of a copy of what `build` makes in a migrated database; `build` runs once for a template's name."""
        return self._copied(self.template(template, build, **settings))

    def template(self, template: str, build: Build, **settings: object) -> str:
        """The URL of what `copy` copies, for who only reads it."""
        if template not in self._templates:
            self._templates[template] = self._made(template, build, settings)
        return self._templates[template]

    def _made(self, template: str, build: Build, settings: dict[str, object]) -> str:
        """The URL of the template, built unless another process did; who comes meanwhile waits."""
        note = self._shared / f"{template}-{'sqlite' if self.address is None else 'postgresql'}"
        with note.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if note.exists():
                return note.read_text("utf-8")
            url = self.empty() if template == MIGRATED else self.migrated()
            with opened(self.config(url, **settings)):
                build()
            note.write_text(url, "utf-8")
            return url

    def config(self, url: str, **settings: object) -> Config:
        """Settings for tests on the database `url`, everything kept in a folder beside it."""
        data = self.folder / str(make_url(url).database).rsplit("/", 1)[-1].removesuffix(".db")
        data.mkdir(exist_ok=True)
        given = {"database_url": url, "data": data, "now": NOW, "testing": True}
        return Config(**(given | settings))  # type: ignore[arg-type]

    def drop(self, url: str) -> None:
        """The database is gone; whoever was still connected is sent away."""
        database = str(make_url(url).database)
        if self.address is None:
            for path in self.folder.glob(f"{Path(database).name}*"):
                path.unlink()
        else:
            self._on_server(f'DROP DATABASE "{database}" WITH (FORCE)')

    def _copied(self, url: str) -> str:
        if self.address is None:
            copy = self.empty()
            shutil.copyfile(url.removeprefix("sqlite:///"), copy.removeprefix("sqlite:///"))
            return copy
        return self._created(f"quince_{uuid4().hex}", f' TEMPLATE "{make_url(url).database}" STRATEGY FILE_COPY')

    def _created(self, name: str, how: str = "") -> str:
        self._on_server(f'CREATE DATABASE "{name}"{how}')
        return make_url(self.address or "").set(database=name).render_as_string(hide_password=False)

    def _on_server(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))

    @cached_property
    def _server(self) -> Engine:
        """One connection makes and drops every database: each new one is a process of the server's."""
        return create_engine(normalised_url(self.address or ""), isolation_level="AUTOCOMMIT", pool_size=1)
