"""Another mail for a guest: asked for by whoever is signed in, and proven by a code that is sent to it.

In the journal, of each guest: `corrected` with the field `email`, and both addresses in the personal side table.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.identity.models import Guest, MailChange, Session
from app.identity.queries import change_is_good
from app.identity.rules import CODE_LASTS, DAILY_TRIES, MAIL_CHANGE, is_code
from app.journal import record
from app.kernel import clock
from app.outbox import announce
from app.store import db, transaction, write

_guest, _session, _change = Guest.__table__, Session.__table__, MailChange.__table__
KIND, TOLD = "mail_change", "mail_changed"


@dataclass(frozen=True, slots=True)
class MailMoved:
    """Whose mail it was, what it was in small letters, and what it is now."""

    guest_ids: list[int]
    old_lower: str
    email: str


def ask_to_change_mail(guest_id: int, session_id: int, email: str) -> None:
    """A code goes to the new address, whoever else it may belong to; only this session may type it, within ten minutes.

    What the session asked for before is over.
    """
    now = clock.now()
    row = {
        "version": secrets.randbelow(10**9 - 1) + 1,
        "guest_id": guest_id,
        "session_id": session_id,
        "email": email,
        "email_lower": email.lower(),
        "asked_at": now,
    }

    def work() -> None:
        change_id = int(write(insert(_change).returning(_change.c.id), row).scalar_one())
        facts = {"version": row["version"], "until": (now + CODE_LASTS).isoformat()}
        announce(KIND, "mail_change", change_id, email, facts)

    transaction(work)


def change_mail(session_id: int, typed: str, codes: Sequence[str]) -> MailMoved | None:
    """Everybody under the mail of whoever is signed in is under the one that was asked for, once the code is right.

    Their other sessions end, other requests of theirs are over, and the old address is told; None, and nothing but the
    try has changed, for a wrong code, one that has had its day, or a session that ended. Of two sessions that do it at
    once the second finds itself ended. Tries count as those of signing in do.
    """

    def work() -> MailMoved | None:
        guests = _locked(session_id)
        row = _counted(session_id) if guests else None
        if row is None or not is_code(typed, row.id, row.version, codes, MAIL_CHANGE):
            return None
        return _move(row, guests)

    return transaction(work)


def forget_mail_changes(after: timedelta) -> int:
    """Requests made longer ago than `after` are gone; answers how many."""
    old = delete(_change).where(_change.c.asked_at < clock.now() - after)
    return transaction(lambda: int(write(old).rowcount))


def _counted(session_id: int) -> Any:
    """The newest request of a session with this try counted; None when it has none that is still good."""
    newest = select(func.max(_change.c.id)).where(_change.c.session_id == session_id)
    return write(
        update(_change)
        .where(_change.c.id == newest.scalar_subquery(), *change_is_good(), _tries_of_the_day() < DAILY_TRIES)
        .values(tries=_change.c.tries + 1)
        .returning(*_change.c)
    ).one_or_none()


def _tries_of_the_day() -> Any:
    other = _change.alias("other")
    mine = (other.c.guest_id == _change.c.guest_id, other.c.asked_at > clock.now() - timedelta(days=1))
    return select(func.coalesce(func.sum(other.c.tries), 0)).where(*mine).scalar_subquery()


def _locked(session_id: int) -> list[Any]:
    """Everybody under the mail of whoever is signed in, held until the transaction ends; nobody once it has ended."""
    of_session = select(_session.c.guest_id).where(_session.c.id == session_id).scalar_subquery()
    mail = select(_guest.c.email_lower).where(_guest.c.id == of_session).scalar_subquery()
    guests = db.session.execute(
        select(_guest.c.id, _guest.c.email, _guest.c.email_lower)
        .where(_guest.c.email_lower == mail, _guest.c.erased_at.is_(None))
        .order_by(_guest.c.id)
        .with_for_update()
    ).all()
    live = select(_session.c.id).where(_session.c.id == session_id, _session.c.ended_at.is_(None))
    return list(guests) if db.session.execute(live).first() else []


def _move(row: Any, guests: Sequence[Any]) -> MailMoved:
    now, ids = clock.now(), [one.id for one in guests]
    write(update(_guest).where(_guest.c.id.in_(ids)).values(email=row.email, email_lower=row.email_lower))
    theirs = (_session.c.guest_id.in_(ids), _session.c.id != row.session_id, _session.c.ended_at.is_(None))
    write(update(_session).where(*theirs).values(ended_at=now))
    open_ones = (_change.c.guest_id.in_(ids), _change.c.used_at.is_(None))
    write(update(_change).where(*open_ones).values(used_at=now))
    for one in guests:
        moved = {"email": (one.email, row.email)}
        record("corrected", "guest", one.id, actor_id=row.guest_id, at=now, personal=moved, fields=["email"])
    announce(TOLD, "mail_change", row.id, guests[0].email, {"at": now.isoformat()})
    return MailMoved(ids, guests[0].email_lower, row.email)
