"""Every check finds nothing in a sound group, and names what is wrong once a row is broken with plain SQL."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app.insight import verify
from app.store import db
from tests.databases import Databases, opened
from tests.unit.insight.broken import BROKEN
from tests.unit.insight.sound import run, sound


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, so that what is broken on it and taken back again is one database for all."""
    return str(request.param)


@pytest.fixture(scope="module")
def loose(engine: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A sound group in a database that lets everything be written into it."""
    databases: Databases = request.getfixturevalue(f"{engine}_databases")
    url = databases.copy("sound", sound)
    with opened(databases.config(url)) as app:
        loosen()
        db.session.commit()
        yield app
    databases.drop(url)


@pytest.fixture
def broken(loose: Flask) -> Iterator[None]:
    """What is written is taken back, so that every test begins with the sound group."""
    yield
    db.session.rollback()


@pytest.fixture
def group(databases: Databases) -> Iterator[Flask]:
    url = databases.copy("sound", sound)
    with opened(databases.config(url)) as app:
        yield app
    databases.drop(url)


def faults() -> dict[str, str]:
    return {result.name: result.detail for result in verify.run() if not result.ok}


def finds(name: str) -> bool:
    """Whether the check of this name, asked alone, finds something wrong."""
    (check,) = (check for check in verify.CHECKS if check.name == name)
    return not verify.result(check).ok


@pytest.mark.usefixtures("group")
def test_a_sound_group_has_no_fault() -> None:
    assert faults() == {}


@pytest.mark.usefixtures("broken")
def test_what_was_broken_before_is_whole_again() -> None:
    for statement in ("DELETE FROM claim", "DELETE FROM version"):
        run(statement)
    assert faults()
    db.session.rollback()
    assert faults() == {}


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("check", "statements"),
    [pytest.param(name, sql, id=f"{name}-{n}") for name, all_of in BROKEN.items() for n, sql in enumerate(all_of)],
)
def test_a_broken_row_is_named(check: str, statements: str) -> None:
    for statement in statements.split(";"):
        run(statement)
    assert finds(check)


def test_every_check_can_fail() -> None:
    held_by_postgresql_itself = {"rows"}
    assert {check.name for check in verify.CHECKS} - held_by_postgresql_itself == set(BROKEN)


@pytest.mark.parametrize("engine", ["sqlite"], scope="module")
@pytest.mark.usefixtures("broken")
def test_a_row_that_names_a_missing_row_is_named() -> None:
    run("DELETE FROM quote WHERE id = 3")
    assert "checkout" in faults()["rows"]


@pytest.mark.usefixtures("group")
def test_the_detail_counts_and_shows_the_first_faults() -> None:
    run("UPDATE version SET number = 0")
    for number in range(1, 6):
        run("INSERT INTO version (scope, number) VALUES (:scope, 0)", scope=f"odd-{number}")
    detail = faults()["versions"]
    assert detail.startswith("6 against: ")
    assert detail.count("scope ") == 3


def loosen() -> None:
    """The database no longer holds checks, keys and append-only tables, as if somebody had written past it."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("ROLLBACK")
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
            db.session.connection().exec_driver_sql(f"PRAGMA {pragma}")
        db.session.connection().exec_driver_sql("BEGIN")
        for (trigger,) in db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        return
    db.session.execute(text("SET session_replication_role = replica"))
    db.session.execute(text("ALTER TABLE allotment DROP CONSTRAINT ck_allotment_taken"))
