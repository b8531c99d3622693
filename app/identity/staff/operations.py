"""Taking people on, and their sessions."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import insert, update

from app.identity.models import Session
from app.identity.rules import STAFF, session_key
from app.identity.staff.models import Staff, StaffRole
from app.kernel import clock
from app.store import transaction, write

_session, _staff, _role = Session.__table__, Staff.__table__, StaffRole.__table__
NO_PASSWORD = "!"
"""What stands for a password that nobody has: no hash is like it."""


def add_staff(
    name: str, email: str, roles: Iterable[tuple[str, int | None]], *, password_hash: str = NO_PASSWORD
) -> int:
    """A new account with these roles as (role, location id); answers its id. The mail must be nobody else's."""
    row = {
        "name": name,
        "email": email,
        "email_lower": email.lower(),
        "password_hash": password_hash,
        "created_at": clock.now(),
    }

    def work() -> int:
        staff_id = int(write(insert(_staff).returning(_staff.c.id), row).scalar_one())
        held = [{"staff_id": staff_id, "role": role, "location_id": place} for role, place in roles]
        if held:
            write(insert(_role), held)
        return staff_id

    return transaction(work)


def begin_staff_session(staff_id: int, device: str, *, proven: bool) -> str:
    """A new session of a member of staff; answers its random token, which is kept nowhere but in the cookie.

    `proven` says that the second factor was shown just now.
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
        "proven_at": now if proven else None,
    }
    transaction(lambda: write(insert(_session), row))
    return token


def end_staff_session(session_id: int) -> None:
    """That session of staff lets nobody in any more."""
    ended = update(_session).where(
        _session.c.id == session_id, _session.c.staff_id.is_not(None), _session.c.ended_at.is_(None)
    )
    transaction(lambda: write(ended.values(ended_at=clock.now())))
