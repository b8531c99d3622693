"""A guest as the house's desk corrects them.

In the journal: `corrected`, with the names of the `fields`; what stood there before and after is in the personal side
table.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from app.identity.keys import name_key, phone_key
from app.identity.models import Guest, Session
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write

_guest, _session = Guest.__table__, Session.__table__
FIELDS = ("name", "email", "phone")


class ChangedMeanwhile(Refused):
    """Somebody else corrected the guest since the form was made; `now` is what stands there."""

    code = "stale"

    def __init__(self, now: Mapping[str, str]) -> None:
        super().__init__("Somebody corrected this guest since you opened the page. Nothing was done; look again.")
        self.now = now


class NoSuchGuest(Refused):
    """There is no such guest, or they are forgotten."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("There is no such guest any more.")


def correct_at_desk(
    guest_id: int, wanted: Mapping[str, str], seen: Mapping[str, str], by: int | None, location_id: int | None
) -> list[str]:
    """The guest has this name, mail and telephone (`FIELDS`; empty for none); answers the fields that were others.

    With another mail every session of theirs ends: who had the old one proves nothing any more. Raises `NoSuchGuest`,
    and `ChangedMeanwhile` when what stands there is not what was `seen`: of two at once the second is told so.
    """

    def work() -> list[str]:
        columns = [_guest.c[name] for name in FIELDS]
        row = db.session.execute(
            select(*columns).where(_guest.c.id == guest_id, _guest.c.erased_at.is_(None)).with_for_update()
        ).one_or_none()
        if row is None:
            raise NoSuchGuest
        now = {name: getattr(row, name) or "" for name in FIELDS}
        if any(now[name] != seen.get(name, "") for name in FIELDS):
            raise ChangedMeanwhile(now)
        moved = {name: (now[name] or None, wanted[name] or None) for name in FIELDS if now[name] != wanted[name]}
        if not moved:
            return []
        values = {name: wanted[name] or None for name in FIELDS} | {
            "email_lower": wanted["email"].lower() or None,
            "name_key": name_key(wanted["name"]),
            "phone_key": phone_key(wanted["phone"]),
        }
        write(update(_guest).where(_guest.c.id == guest_id).values(values))
        at = clock.now()
        if "email" in moved:
            mine = (_session.c.guest_id == guest_id, _session.c.ended_at.is_(None))
            write(update(_session).where(*mine).values(ended_at=at))
        record(
            "corrected",
            "guest",
            guest_id,
            actor="staff",
            actor_id=by,
            location_id=location_id,
            at=at,
            personal=moved,
            fields=sorted(moved),
        )
        return sorted(moved)

    return transaction(work)
