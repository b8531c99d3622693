"""Merging two guests, and taking them apart.

In the journal, of the guest who is kept: `merged` and `unmerged`, with `other` and `merge`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, insert, select, update

from app.identity.merging.models import Merge, MergedRow
from app.identity.merging.reach import guest_keys
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import Base, db, transaction, write

_guest, _merge, _row = Guest.__table__, Merge.__table__, MergedRow.__table__


class CannotMerge(Refused):
    """These two cannot be merged, or taken apart, as they stand now."""

    code = "cannot_merge"


def merge_guests(kept_id: int, gone_id: int, by: int | None) -> int:
    """The two are one: all that named `gone_id` names `kept_id`; answers the id of the merge, which undoes it.

    Bookings, sessions, preferences and whatever else has a guest's key. Name, mail and telephone of both stay as they
    are, and a history that one of them wants not to be used is not used. Whoever proves either mail, or books under
    either name, is the one who is kept, and erasing that one erases both. Raises `CannotMerge` when they are the same,
    one of them is erased, merged before or not there. Of two who merge them at once, in whatever direction, the second
    is told so.
    """

    def work() -> int:
        require_free(kept_id, gone_id)
        now = clock.now()
        row = {"kept_id": kept_id, "gone_id": gone_id, "merged_by": by, "merged_at": now}
        merge_id = int(write(insert(_merge).returning(_merge.c.id), row).scalar_one())
        moved = [one for table, column in guest_keys() for one in _moved(merge_id, table, column, kept_id, gone_id)]
        if moved:
            write(insert(_row), moved)
        write(update(_guest).where(_guest.c.id == gone_id).values(merged_into_id=kept_id))
        if gone_off_at := db.session.execute(select(_guest.c.history_off_at).where(_guest.c.id == gone_id)).scalar():
            mine = (_guest.c.id == kept_id, _guest.c.history_off_at.is_(None))
            write(update(_guest).where(*mine).values(history_off_at=gone_off_at))
        record("merged", "guest", kept_id, actor="staff", actor_id=by, at=now, other=gone_id, merge=merge_id)
        return merge_id

    return transaction(work)


def undo_merge(merge_id: int, by: int | None) -> tuple[int, int]:
    """Every row that changed hands is back; what came since stays with the one who was kept. Answers (kept, gone).

    Raises `CannotMerge` when it was undone before, when the kept one was merged further since (that is undone first),
    or when somebody was erased.
    """

    def work() -> tuple[int, int]:
        merge = db.session.execute(select(*_merge.c).where(_merge.c.id == merge_id).with_for_update()).one_or_none()
        if merge is None or merge.undone_at is not None:
            raise CannotMerge("They were taken apart before. Nothing was done.")
        kept, gone = (_locked(guest_id) for guest_id in sorted((merge.kept_id, merge.gone_id)))
        kept, gone = (kept, gone) if kept.id == merge.kept_id else (gone, kept)
        if kept.erased_at or gone.erased_at:
            raise CannotMerge("One of them is forgotten. Nobody can be taken apart any more.")
        if kept.merged_into_id is not None or gone.merged_into_id != kept.id:
            raise CannotMerge("They were merged with somebody else since. Take those apart first.")
        write(update(_guest).where(_guest.c.id == gone.id).values(merged_into_id=None))
        for row in db.session.execute(select(*_row.c).where(_row.c.merge_id == merge_id).order_by(_row.c.id)).all():
            _back(row, kept.id, gone.id)
        now = clock.now()
        write(update(_merge).where(_merge.c.id == merge_id).values(undone_by=by, undone_at=now))
        record("unmerged", "guest", kept.id, actor="staff", actor_id=by, at=now, other=gone.id, merge=merge_id)
        return kept.id, gone.id

    return transaction(work)


def require_free(kept_id: int, gone_id: int) -> None:
    """Both are two guests, ours until the transaction ends. Raises `CannotMerge` for any others."""
    if kept_id == gone_id:
        raise CannotMerge("That is one guest already.")
    for row in [_locked(guest_id) for guest_id in sorted((kept_id, gone_id))]:
        if row.erased_at is not None:
            raise CannotMerge("One of them is forgotten, and nobody can say any more who it was.")
        if row.merged_into_id is not None:
            raise CannotMerge("One of them was merged before. Nothing was done; look again.")


def _locked(guest_id: int) -> Any:
    """The guest, ours until the transaction ends. Whoever locks two does so in the order of their ids."""
    row = db.session.execute(
        select(_guest.c.id, _guest.c.erased_at, _guest.c.merged_into_id)
        .where(_guest.c.id == guest_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise CannotMerge("There is no such guest.")
    return row


def _moved(merge_id: int, table: Any, column: Any, kept_id: int, gone_id: int) -> list[dict[str, Any]]:
    """The rows of a table that named the one who is gone, which they do no more."""
    keys = list(table.primary_key.columns)
    moving = update(table).where(column == gone_id).values({column.name: kept_id}).returning(*keys)
    rows = write(moving).all()
    return [{"merge_id": merge_id, "in_table": table.name, "in_column": column.name, "key": list(row)} for row in rows]


def _back(row: Any, kept_id: int, gone_id: int) -> None:
    table = Base.metadata.tables[row.in_table]
    mine = and_(*(column == value for column, value in zip(table.primary_key.columns, row.key, strict=True)))
    column = table.c[row.in_column]
    write(update(table).where(mine, column == kept_id).values({column.name: gone_id}))
