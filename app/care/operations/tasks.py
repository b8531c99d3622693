"""Giving somebody in a house something to do, and its being done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.care.errors import TaskChanged, UnknownTask
from app.care.models import Task
from app.journal import record
from app.kernel import clock
from app.store import db, insert_unless_taken, transaction, write

_task = Task.__table__
KEYS = ("kind", "subject", "subject_id", "occasion")


def add_task(
    kind: str,
    subject: str,
    subject_id: int,
    title: str,
    *,
    location_id: int | None = None,
    words: str = "",
    occasion: str = "",
    due_at: datetime | None = None,
    actor: str = "system",
    actor_id: int | None = None,
    owner_id: int | None = None,
    url: str = "",
) -> int:
    """The id of the open task for this occasion, due at `due_at` (now when None), part of a transaction around.

    The same kind, subject and occasion make one task however often and by however many at once it is added; the first
    one's words stay, and one that is done stays done. `title` names nobody, `words` may. Longer texts are cut.
    """

    def work() -> int:
        at = clock.now()
        row = {
            "location_id": location_id,
            "kind": kind,
            "subject": subject,
            "subject_id": subject_id,
            "occasion": occasion,
            "title": title[:200],
            "words": words[:2000],
            "state": "open",
            "made_at": at,
            "due_at": due_at or at,
            "owner_id": owner_id,
            "url": url[:300],
        }
        task_id = write(insert_unless_taken(Task, *KEYS), row).scalar()
        if task_id is None:
            return int(db.session.execute(select(_task.c.id).filter_by(**{key: row[key] for key in KEYS})).scalar_one())
        record("task_added", "task", task_id, actor=actor, actor_id=actor_id, location_id=location_id, kind=kind)
        return int(task_id)

    return transaction(work)


def give_task(task_id: int, owner_id: int | None, *, seen_owner_id: int | None, by: int) -> bool:
    """That member of staff looks after the task, or nobody does (None); False when it was so already.

    `seen_owner_id` is who had it when whoever gives it looked: of two who take it at once the later gets `TaskChanged`,
    and so does who gives one that is done. Raises `UnknownTask`.
    """

    def work() -> bool:
        row = _task_of(task_id)
        if row.state == "open" and row.owner_id == owner_id:
            return False
        if row.state == "done" or row.owner_id != seen_owner_id:
            raise TaskChanged(row.owner_id, row.done_at)
        write(update(_task).where(_task.c.id == task_id).values(owner_id=owner_id))
        record(
            "task_given",
            "task",
            task_id,
            actor="staff",
            actor_id=by,
            location_id=row.location_id,
            before=row.owner_id,
            after=owner_id,
        )
        return True

    return transaction(work)


def _task_of(task_id: int) -> Any:
    """The task, ours until the transaction ends."""
    row = db.session.execute(select(_task).where(_task.c.id == task_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownTask("There is no such task.")
    return row


def finish_task(task_id: int, *, actor: str, actor_id: int | None = None, outcome: str | None = None) -> bool:
    """The task is done, `outcome` says how; False when it was already, which changes nothing. Raises `UnknownTask`."""

    def work() -> bool:
        location = db.session.execute(select(_task.c.location_id).where(_task.c.id == task_id)).one_or_none()
        if location is None:
            raise UnknownTask("There is no such task.")
        still_open = update(_task).where(_task.c.id == task_id, _task.c.state == "open")
        if write(still_open.values(state="done", done_at=clock.now(), outcome=outcome or None)).rowcount == 0:
            return False
        record("task_done", "task", task_id, actor=actor, actor_id=actor_id, location_id=location.location_id)
        return True

    return transaction(work)
