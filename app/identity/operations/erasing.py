"""Forgetting guests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Column, String, Table, delete, select, update

from app.identity.merging.queries import with_merged
from app.identity.models import Erasure, Guest
from app.identity.queries import Forgotten
from app.identity.reach import belongings, personal_columns
from app.journal import record
from app.kernel import clock
from app.outbox.models import Message
from app.store import db, insert_or_ignore, transaction, write

_guest, _message = Guest.__table__, Message.__table__
PSEUDONYM = "Forgotten guest"
Forget = Callable[[list[int]], int]
"""Forgets these guests, as `erase_guests` or as an area above does with what it holds of them; answers how many."""


def erase_guests(guest_ids: list[int]) -> int:
    """Nothing in the database says any more who these guests were; answers how many had not been erased before.

    Their rows stay under a pseudonym, so that ledger and counts stay true; what says nothing without them is deleted,
    mail that waits is withdrawn, and every session ends. Tables marked `KEPT_BY_LAW` keep their rows until a retention
    job takes them. Who was merged into them goes with them. Each guest stands in the list of erasures
    afterwards. All of it in one transaction.
    """

    def work() -> int:
        rows = db.session.execute(
            select(_guest.c.id, _guest.c.email_lower, _guest.c.created_at)
            .where(_guest.c.id.in_(with_merged(guest_ids)), _guest.c.erased_at.is_(None))
            .order_by(_guest.c.id)
            .with_for_update()
        ).all()
        if not rows:
            return 0
        ids = [row.id for row in rows]
        for table, mine in reversed(belongings(ids, _own_mails(rows)).items()):
            _blank(table, mine)
        now = clock.now()
        write(update(_guest).where(_guest.c.id.in_(ids)).values(name=PSEUDONYM, erased_at=now))
        listed = [{"guest_id": row.id, "guest_since": row.created_at, "erased_at": now} for row in rows]
        for row in listed:
            write(insert_or_ignore(Erasure, row))
            record("erased", "guest", row["guest_id"], at=now)
        return len(rows)

    return transaction(work)


def erase_again(listed: Iterable[Forgotten], forget: Forget) -> int:
    """After a restore: every guest of the list that came back is forgotten again by `forget`; answers how many had."""
    return sum(_erase_one(one, forget) for one in listed)


def _erase_one(forgotten: Forgotten, forget: Forget) -> int:
    def work() -> int:
        back = db.session.execute(
            select(_guest.c.id).where(
                _guest.c.id == forgotten.guest_id,
                _guest.c.created_at == forgotten.guest_since,
                _guest.c.erased_at.is_(None),
            )
        ).scalar()
        return forget([back]) if back else 0

    return transaction(work)


def _own_mails(rows: Iterable[Any]) -> list[str]:
    """The addresses under which there is nobody else."""
    mails = {row.email_lower for row in rows if row.email_lower}
    shared = db.session.scalars(
        select(_guest.c.email_lower).where(
            _guest.c.email_lower.in_(mails), _guest.c.id.not_in([row.id for row in rows]), _guest.c.erased_at.is_(None)
        )
    )
    return sorted(mails - set(shared))


def _blank(table: Table, mine: Any) -> None:
    if table.info.get("kept_by_law") or not personal_columns(table):
        return
    if table.info.get("forgotten"):
        write(delete(table).where(mine))
        return
    if table is _message:
        write(update(table).where(mine, table.c.state == "waiting").values(state="withdrawn"))
    write(update(table).where(mine).values({column.name: _nothing(column) for column in personal_columns(table)}))


def _nothing(column: Column[object]) -> object:
    if column.nullable:
        return None
    return "" if isinstance(column.type, String) else {}
