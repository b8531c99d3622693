"""Rows of the catalogue as they are. Every change is seen by all processes at their next page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from app.catalogue import models
from app.store import Base, db, write
from app.store.version import CATALOGUE, raise_versions


def add(model: type[Base], **values: Any) -> int:
    """A new row of the catalogue; its id. Raises IntegrityError when its slug is taken."""
    table = model.__table__
    row_id = int(write(insert(table).values(**values).returning(table.c.id)).scalar_one())
    raise_versions([CATALOGUE])
    return row_id


def add_all(model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Many rows at once, for tables whose ids nobody asks for."""
    if rows:
        write(insert(model.__table__), rows)
    raise_versions([CATALOGUE])


def rename_location(location_id: int, name: str, slug: str) -> None:
    """The house has a new name and slug; the old slug leads to the new one from now on."""
    old = db.session.execute(select(models.Location.slug).where(models.Location.id == location_id)).scalar_one()
    if old != slug:
        add(models.OldSlug, kind="location", location_id=None, slug=old, subject_id=location_id)
    write(update(models.Location).where(models.Location.id == location_id).values(name=name, slug=slug))
    raise_versions([CATALOGUE])
