"""Migrations and models say the same, on both engines."""

from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.store import Base, db
from tests.databases import MIGRATIONS, Databases, opened


def revisions() -> list[str]:
    """Every migration, the newest first; more than one head is a fault that the first test names."""
    script = ScriptDirectory(MIGRATIONS)
    return [revision.revision for revision in script.walk_revisions()]


def schema(engine: Engine) -> dict[str, set[str]]:
    """All that the database knows about each table, as words that can be compared."""
    found = inspect(engine)
    return {
        table: {
            *(f"column {c['name']} {c['type']} null={c['nullable']}" for c in found.get_columns(table)),
            f"key {found.get_pk_constraint(table)['constrained_columns']}",
            *(f"check {c['name']} {c['sqltext']}" for c in found.get_check_constraints(table)),
            *(f"unique {u['name']} {u['column_names']}" for u in found.get_unique_constraints(table)),
            *(f"index {_index(i)}" for i in found.get_indexes(table)),
            *(
                f"foreign {f['name']} {f['constrained_columns']} {f['referred_table']}"
                for f in found.get_foreign_keys(table)
            ),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def _index(index: Any) -> str:
    where = {name: str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("where")}
    return f"{index['name']} {index['column_names']} unique={index['unique']} {where}"


def test_one_head() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", MIGRATIONS)
    heads = ScriptDirectory.from_config(config).get_heads()
    assert len(heads) == 1


def test_migrations_are_numbered_in_their_order() -> None:
    names = sorted(path.name for path in Path(MIGRATIONS, "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_models_equal_migrations(databases: Databases) -> None:
    with opened(databases.config(databases.migrated())):
        migrated = schema(db.engine)
    with opened(databases.config(databases.empty())):
        db.create_all()
        modelled = schema(db.engine)
    assert migrated.keys() == modelled.keys()
    assert {
        table: (migrated[table] ^ modelled[table]) for table in migrated if migrated[table] != modelled[table]
    } == {}


def test_migrating_from_the_version_before(databases: Databases) -> None:
    versions = revisions()
    if len(versions) < 2:
        pytest.fail("there is no version before")
    with opened(databases.config(databases.empty())):
        upgrade(MIGRATIONS, revision=versions[1])
        upgrade(MIGRATIONS)
        stepped = schema(db.engine)
    with opened(databases.config(databases.migrated())):
        assert stepped == schema(db.engine)


def test_append_only_tables_refuse_changes(databases: Databases) -> None:
    """The tables marked so in the models, and no others, carry a trigger against changing and one against deleting."""
    with opened(databases.config(databases.migrated())):
        marked = {table.name for table in Base.metadata.sorted_tables if table.info.get("append_only")}
        assert marked
        sqlite = db.engine.dialect.name == "sqlite"
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if sqlite
            else "SELECT trigger_name FROM information_schema.triggers"
        )
        triggers = set(db.session.scalars(text(names)))
        assert triggers == {f"{table}_append_only_{deed}" for table in marked for deed in ("update", "delete")}


@pytest.mark.parametrize("deed", ["UPDATE journal SET action = 'other'", "DELETE FROM journal"])
def test_an_append_only_row_stays(databases: Databases, deed: str) -> None:
    with opened(databases.config(databases.migrated())), db.engine.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO journal (id, at, actor, action, subject, subject_id, facts)"
                " VALUES (1, '2027-03-05 10:00:00', 'guest', 'placed', 'booking', 1, '{}')"
            )
        )
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(deed))
