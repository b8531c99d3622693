"""The views that somebody can open."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from app.identity.staff.models import Staff
from app.plan.views.models import SavedView
from app.store import db

_view, _staff = SavedView.__table__, Staff.__table__


@dataclass(frozen=True, slots=True)
class View:
    """A view and who kept it; `own` where that is the reader."""

    id: int
    title: str
    url: str
    shared: bool
    by: str
    own: bool


def views_for(staff_id: int) -> list[View]:
    """Their own, then what others share, each by title; one statement."""
    rows = db.session.execute(
        select(_view.c.id, _view.c.staff_id, _view.c.title, _view.c.url, _view.c.shared, _staff.c.name)
        .join(_staff, _staff.c.id == _view.c.staff_id)
        .where(or_(_view.c.staff_id == staff_id, _view.c.shared))
        .order_by(_view.c.title, _view.c.id)
    )
    found = [View(row.id, row.title, row.url, row.shared, row.name, row.staff_id == staff_id) for row in rows]
    return sorted(found, key=lambda view: not view.own)
