"""Adding, editing and closing rows by hand: nothing that somebody else typed is overwritten unseen, and each deed
stands in the journal with before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.catalogue import models
from app.catalogue.editable import Editable, State, state_of
from app.catalogue.errors import Stale, Taken
from app.catalogue.operations.rows import add
from app.catalogue.spelling import changed, plain, seen_of
from app.journal import record
from app.kernel import clock
from app.store import transaction, write
from app.store.version import CATALOGUE, raise_versions

T = TypeVar("T")

SAME = "There is one like that already. Choose another."


def add_row(
    what: Editable,
    values: Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    by: int | None,
    location_id: int | None = None,
) -> int:
    """A new row with these values, and `fixed` for the columns that no form shows; answers its id.

    Raises `Taken` when another row has what only one may have.
    """

    def work() -> int:
        columns = {name: value for name, value in values.items() if name in what.columns} | dict(fixed or {})
        row_id = add(what.model, **columns)
        for beside in what.beside:
            beside.write(row_id, {**beside.read(row_id), **values})
        _noted("added", what, row_id, location_id, by, {}, {**columns, **values})
        return row_id

    return _unless_taken(work)


def edit_row(
    what: Editable,
    row_id: int,
    values: Mapping[str, Any],
    *,
    seen: str,
    by: int | None,
    location_id: int | None = None,
) -> dict[str, Any]:
    """The row has these values from now on; answers those that were others before, nothing being written for the rest.

    A slug that it had leads to the new one. Raises `Stale` when the row is not as `seen` says, so of two who save at
    once the second is told; `Taken` when another row has what only one may have.
    """

    def work() -> dict[str, Any]:
        before = state_of(what, row_id, lock=True)
        if before is None or seen_of(before) != seen:
            raise Stale(before or {})
        new = changed(before, values)
        if not new:
            return {}
        _written(what, row_id, before, new)
        if what.slugged and "slug" in new:
            owner = None if what.house == "id" else location_id
            add(models.OldSlug, kind=what.subject, location_id=owner, slug=before["slug"], subject_id=row_id)
        _noted("changed", what, row_id, location_id, by, {name: before[name] for name in new}, new)
        return new

    return _unless_taken(work)


def close_row(what: Editable, row_id: int, *, by: int | None, location_id: int | None = None) -> bool:
    """The row is off every page and keeps its history; False when it was closed before."""
    return _closed(what, row_id, by, location_id, closing=True)


def open_row(what: Editable, row_id: int, *, by: int | None, location_id: int | None = None) -> bool:
    """A row that was closed is back; False when it was not closed."""
    return _closed(what, row_id, by, location_id, closing=False)


def drop_row(what: Editable, row_id: int, *, by: int | None, location_id: int | None = None) -> None:
    """The row is gone; for what nothing else names. Of two who drop it the second changes nothing."""

    def work() -> None:
        before = state_of(what, row_id, lock=True)
        if before is None:
            return
        write(delete(what.model).where(what.model.__table__.c.id == row_id))
        _noted("removed", what, row_id, location_id, by, before, {})

    transaction(work)


def _closed(what: Editable, row_id: int, by: int | None, location_id: int | None, *, closing: bool) -> bool:
    table = what.model.__table__
    stands = table.c.closed_at.is_(None) if closing else table.c.closed_at.is_not(None)
    statement = update(table).where(table.c.id == row_id, stands).values(closed_at=clock.now() if closing else None)

    def work() -> bool:
        if write(statement).rowcount == 0:
            return False
        _noted("closed" if closing else "opened", what, row_id, location_id, by, {}, {})
        return True

    return transaction(work)


def _written(what: Editable, row_id: int, before: State, new: Mapping[str, Any]) -> None:
    columns = {name: value for name, value in new.items() if name in what.columns}
    if columns:
        write(update(what.model).where(what.model.__table__.c.id == row_id).values(**columns))
    if len(columns) < len(new):
        for beside in what.beside:
            beside.write(row_id, {**before, **new})


def _noted(
    action: str,
    what: Editable,
    row_id: int,
    location_id: int | None,
    by: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    raise_versions([CATALOGUE])
    record(
        action,
        what.subject,
        row_id,
        actor="staff",
        actor_id=by,
        location_id=row_id if what.house == "id" else location_id,
        before={name: plain(value) for name, value in before.items()},
        after={name: plain(value) for name, value in after.items()},
    )


def _unless_taken(work: Callable[[], T]) -> T:
    try:
        return transaction(work)
    except IntegrityError as error:
        words = str(error.orig).lower()
        if "unique" not in words:
            raise
        raise Taken("begins" if "begins" in words else "slug" if "slug" in words else "name", SAME) from None
