"""Whether what somebody booked before may be used for what they are shown.

In the journal, of each guest: `history_on` and `history_off`.
"""

from __future__ import annotations

from sqlalchemy import select, update

from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

_guest = Guest.__table__


def use_history(guest_ids: list[int], *, on: bool) -> int:
    """The history of these guests is used from now on, or not read any more from now on; answers for how many that is
    a change. Of two at once the later holds."""

    def work() -> int:
        other = _guest.c.history_off_at.is_not(None) if on else _guest.c.history_off_at.is_(None)
        mine = (_guest.c.id.in_(guest_ids), _guest.c.erased_at.is_(None), other)
        changed = db.session.scalars(select(_guest.c.id).where(*mine).order_by(_guest.c.id).with_for_update()).all()
        now = clock.now()
        write(update(_guest).where(_guest.c.id.in_(changed)).values(history_off_at=None if on else now))
        for guest_id in changed:
            record("history_on" if on else "history_off", "guest", guest_id, actor_id=guest_id, at=now)
        return len(changed)

    return transaction(work)
