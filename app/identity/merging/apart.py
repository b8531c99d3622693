"""Saying that two guests who look alike are two, and taking that back.

In the journal, of the guest known longer: `told_apart` and `suggested_again`, with `other`.
"""

from __future__ import annotations

from sqlalchemy import delete

from app.identity.merging.models import ToldApart
from app.identity.merging.operations import require_free
from app.journal import record
from app.kernel import clock
from app.store import insert_or_ignore, transaction, write

_apart = ToldApart.__table__


def tell_apart(guest_id: int, other_id: int, by: int | None) -> None:
    """The two are suggested as one no more. Told again: nothing happens.

    Raises `CannotMerge` when they are the same, one of them is erased, merged or not there.
    """

    def work() -> None:
        require_free(guest_id, other_id)
        lower, higher = sorted((guest_id, other_id))
        now = clock.now()
        row = {"lower_id": lower, "higher_id": higher, "told_by": by, "told_at": now}
        if write(insert_or_ignore(ToldApart), row).rowcount:
            record("told_apart", "guest", lower, actor="staff", actor_id=by, at=now, other=higher)

    transaction(work)


def suggest_again(guest_id: int, other_id: int, by: int | None) -> None:
    """The two are suggested as one again, if they look alike. Nobody told them apart: nothing happens."""

    def work() -> None:
        lower, higher = sorted((guest_id, other_id))
        gone = delete(_apart).where(_apart.c.lower_id == lower, _apart.c.higher_id == higher)
        if write(gone).rowcount:
            record("suggested_again", "guest", lower, actor="staff", actor_id=by, other=higher)

    transaction(work)
