"""Browsers that are signed in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, update

from app.identity.models import Session
from app.identity.rules import GUEST, SEEN_EVERY, session_key
from app.kernel import clock
from app.store import apart, transaction, write

_session = Session.__table__


def begin_session(guest_id: int, device: str) -> str:
    """A new session of the guest; answers its random token, which is kept nowhere but in the cookie."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = {
        "key": session_key(token),
        "guest_id": guest_id,
        "device": device,
        "begun_at": now,
        "seen_at": now,
        "ends_at": now + GUEST.whole,
    }
    transaction(lambda: write(insert(_session), row))
    return token


def see_session(session_id: int, seen_at: datetime) -> None:
    """The session was seen just now. Nothing is written when that was less than a minute ago.

    On a transaction of its own, since it is about a request and not of its outcome.
    """
    now = clock.now()
    if abs(now - seen_at) < SEEN_EVERY:
        return
    statement = update(_session).where(_session.c.id == session_id).values(seen_at=now)

    def work(connection: Connection) -> None:
        connection.execute(statement)

    apart(work)


def end_session(session_id: int, guest_ids: list[int]) -> bool:
    """That session lets nobody in any more; False when it is none of these guests' or was ended before."""
    return _end(_session.c.id == session_id, guest_ids) == 1


def end_other_sessions(kept_id: int, guest_ids: list[int]) -> int:
    """Every session of these guests but the one is ended; answers how many were."""
    return _end(_session.c.id != kept_id, guest_ids)


def forget_sessions(after: timedelta) -> int:
    """Sessions that ended, by themselves or not, longer ago than `after` are gone; answers how many."""
    before = clock.now() - after
    gone = or_(_session.c.ends_at < before, _session.c.ended_at < before, _session.c.seen_at < before - GUEST.idle)
    return transaction(lambda: int(write(delete(_session).where(gone)).rowcount))


def _end(which: object, guest_ids: list[int]) -> int:
    statement = (
        update(_session)
        .where(which, _session.c.guest_id.in_(guest_ids), _session.c.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=clock.now())
    )
    return transaction(lambda: int(write(statement).rowcount))
