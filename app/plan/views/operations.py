"""Keeping a view, and dropping it."""

from __future__ import annotations

from sqlalchemy import delete

from app.journal import record
from app.kernel import clock
from app.plan.views.errors import TitleTaken, UnknownView
from app.plan.views.models import SavedView
from app.store import insert_unless_taken, transaction, write

_view = SavedView.__table__


def keep_view(title: str, url: str, *, shared: bool, by: int) -> int:
    """The id of a new view of that member of staff.

    Raises `TitleTaken` where they have one of that title, also when it was kept in the same moment.
    """
    row = {"staff_id": by, "title": title, "url": url, "shared": shared, "made_at": clock.now()}

    def work() -> int:
        view_id = write(insert_unless_taken(SavedView, "staff_id", "title"), row).scalar()
        if view_id is None:
            raise TitleTaken(title)
        record("view_kept", "saved_view", int(view_id), actor="staff", actor_id=by, shared=shared)
        return int(view_id)

    return transaction(work)


def drop_view(view_id: int, *, by: int) -> None:
    """The view is gone. Raises `UnknownView` for one that is not theirs, or is gone already."""

    def work() -> None:
        if write(delete(_view).where(_view.c.id == view_id, _view.c.staff_id == by)).rowcount == 0:
            raise UnknownView
        record("view_dropped", "saved_view", view_id, actor="staff", actor_id=by)

    transaction(work)
