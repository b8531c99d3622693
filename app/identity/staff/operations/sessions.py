"""The sessions of staff."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import insert, update

from app.identity.models import Session
from app.identity.rules import STAFF, session_key
from app.kernel import clock
from app.store import transaction, write

_session = Session.__table__


def begin_staff_session(staff_id: int, device: str, *, proven: bool = False, proven_at: datetime | None = None) -> str:
    """A new session of a member of staff; answers its random token, which is kept nowhere but in the cookie.

    `proven` says that the second factor was shown just now, `proven_at` when it was.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = {
        "key": session_key(token),
        "staff_id": staff_id,
        "device": device,
        "begun_at": now,
        "seen_at": now,
        "ends_at": now + STAFF.whole,
        "proven_at": now if proven else proven_at,
    }
    transaction(lambda: write(insert(_session), row))
    return token


def prove_session(session_id: int) -> None:
    """The person at that session has shown their second factor just now."""
    shown = update(_session).where(_session.c.id == session_id).values(proven_at=clock.now())
    transaction(lambda: write(shown))


def end_staff_session(session_id: int) -> None:
    """That session of staff lets nobody in any more."""
    _end(_session.c.id == session_id, _session.c.staff_id.is_not(None))


def end_staff_sessions(staff_id: int, *, but: int | None = None) -> int:
    """Every session of that person is ended, but the one named; answers how many were."""
    others = () if but is None else (_session.c.id != but,)
    return _end(_session.c.staff_id == staff_id, *others)


def _end(*which: object) -> int:
    ended = update(_session).where(*which, _session.c.ended_at.is_(None))  # type: ignore[arg-type]
    return transaction(lambda: int(write(ended.values(ended_at=clock.now())).rowcount))
