"""A backup holds everything, a restore brings it back, and neither breaks what it cannot replace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import insert, select, text

from app.journal.models import Entry
from app.kernel import clock
from app.kernel.errors import Invalid, Refused
from app.store import Base, backup, db, transaction
from app.store.version import raise_versions, stored_versions
from app.web.migrations import revisions
from tests.databases import Databases, opened
from tests.unit.insight.sound import sound


@pytest.fixture
def group(databases: Databases) -> Iterator[Flask]:
    url = databases.copy("sound", sound)
    with opened(databases.config(url)) as app:
        yield app
    databases.drop(url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "night" / "quince.backup"


def everything() -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
        if table.name not in ("version", "heartbeat")
    }


def note(action: str) -> None:
    row = {
        "at": clock.now(),
        "actor": "staff",
        "action": action,
        "subject": "booking",
        "subject_id": 1,
        "facts": {},
    }
    transaction(lambda: db.session.execute(insert(Entry), row))


def test_what_was_backed_up_comes_back(group: Flask, file: Path) -> None:
    before = everything()
    assert backup.back_up(file) == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    assert list(file.parent.iterdir()) == [file]
    note("after")
    assert everything() != before
    result = run(group, "restore", str(file), "--force")
    assert result.exit_code == 0, result.output
    assert everything() == before
    with pytest.raises(Exception, match="append-only"):
        transaction(lambda: db.session.execute(text("DELETE FROM journal")))


def test_it_comes_back_in_an_empty_database(group: Flask, databases: Databases, file: Path) -> None:
    before = everything()
    backup.back_up(file)
    for url in (databases.empty(), databases.migrated()):
        with opened(databases.config(url)) as app:
            result = run(app, "restore", str(file))
            assert result.exit_code == 0, result.output
            assert everything() == before
            assert run(app, "verify").exit_code == 0


@pytest.mark.usefixtures("group")
def test_a_database_with_rows_is_not_overwritten_unasked(file: Path) -> None:
    backup.back_up(file)
    note("kept")
    before = everything()
    with pytest.raises(Refused, match="--force"):
        backup.restore(file, revisions())
    assert everything() == before


@pytest.mark.usefixtures("group")
def test_a_restore_outdates_every_cache(file: Path) -> None:
    backup.back_up(file)
    for _ in range(5):
        transaction(lambda: raise_versions(["catalogue", "stock:1"]))
    seen = stored_versions()
    backup.raise_after(backup.restore(file, revisions(), force=True))
    assert all(stored_versions()[scope] > number for scope, number in seen.items())


@pytest.mark.usefixtures("group")
def test_what_is_no_backup_is_refused_and_nothing_changes(file: Path) -> None:
    backup.back_up(file)
    whole, before = file.read_bytes(), everything()
    unusable = {
        "not a backup": b"A letter, by mistake.",
        "empty": b"",
        "cut off": whole[: len(whole) // 2],
    }
    for content in unusable.values():
        file.write_bytes(content)
        with pytest.raises(Invalid):
            backup.restore(file, revisions(), force=True)
        assert everything() == before
    with pytest.raises(Invalid, match="not a file"):
        backup.restore(file.with_name("missing"), revisions(), force=True)


@pytest.mark.usefixtures("group")
def test_a_backup_of_a_newer_version_is_refused(file: Path) -> None:
    backup.back_up(file)
    with pytest.raises(Invalid, match="this version or an older one"):
        backup.restore(file, {"0001_version"}, force=True)


def test_unusable_and_refused_have_their_exit_codes(group: Flask, file: Path) -> None:
    assert run(group, "restore", str(file)).exit_code == 2
    assert run(group, "backup", str(file)).exit_code == 0
    assert run(group, "restore", str(file)).exit_code == 1
    assert run(group, "backup", "/dev/null/quince.db").exit_code == 1


@pytest.mark.usefixtures("group")
def test_an_earlier_backup_stays_when_a_new_one_cannot_be_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup.back_up(file)
    whole = file.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.embedded, "write", fails)
    monkeypatch.setattr(backup.server, "write", fails)
    with pytest.raises(Refused, match="No space left"):
        backup.back_up(file)
    assert file.read_bytes() == whole
    assert list(file.parent.iterdir()) == [file]


def test_a_backup_during_a_transaction_holds_what_was_committed(group: Flask, file: Path) -> None:
    """A writer holds its transaction open while the backup is made: it neither waits nor sees half of it."""

    def work() -> None:
        db.session.execute(text("UPDATE version SET number = 77"))
        db.session.flush()
        backup.back_up(file)

    transaction(work)
    backup.restore(file, revisions(), force=True)
    assert stored_versions()["catalogue"] == 3


def run(app: Flask, *arguments: str):  # type: ignore[no-untyped-def]
    db.session.remove()
    return FlaskCliRunner(app).invoke(args=list(arguments))
