"""The model that holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.experience.effort.models import EffortModel
from app.experience.effort.rules import Model, read_model
from app.store import db


def newest_model() -> tuple[Model, datetime] | None:
    """The model of the latest night and when it was learnt; None before the first."""
    table = EffortModel.__table__
    found = db.session.execute(
        select(table.c.model, table.c.fitted_at).order_by(table.c.fitted_on.desc()).limit(1)
    ).one_or_none()
    return None if found is None else (read_model(found.model), found.fitted_at)
