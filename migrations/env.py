"""Runs the numbered migrations on the database that the application is configured for."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from app.store.db import WRITING, Base, db
from app.store.types import BigId, Document, Instant


def render_item(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Migrations name plain types, so that they outlive our own."""
    if kind != "type":
        return False
    if isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if thing is Document:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    if thing is BigId:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


def run() -> None:
    with db.engine.connect().execution_options(**{WRITING: True}) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            transactional_ddl=True,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
