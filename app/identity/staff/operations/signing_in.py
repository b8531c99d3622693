"""Signing in by a password; what comes after it is the second factor's or the trusted desk's to say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, update

from app.identity.staff.errors import WrongPassword
from app.identity.staff.models import Staff
from app.identity.staff.operations.desks import distrust
from app.identity.staff.operations.sessions import end_staff_sessions
from app.identity.staff.passwords import fits, hashed
from app.journal import record
from app.store import db, transaction, write

_staff = Staff.__table__


@dataclass(frozen=True, slots=True)
class Half:
    """Somebody who has shown their password and nothing else. `stamp` is worthless once the password has changed."""

    staff_id: int
    stamp: str


def check_password(email: str, password: str) -> Half | None:
    """Who signs in with these; None for whatever is wrong with them, after the same time.

    Nobody does whose account is closed or who has not taken up their invitation.
    """
    row = _keys(_staff.c.email_lower == email.lower())
    good = fits(row.password_hash if row else None, password)
    return Half(row.id, _stamp(row.password_hash)) if row and good and row.totp_secret else None


def is_half(half: Half) -> bool:
    """Whether the password that was shown still is that person's."""
    row = _keys(_staff.c.id == half.staff_id)
    return row is not None and _stamp(row.password_hash) == half.stamp


def change_password(staff_id: int, old: str, new: str) -> None:
    """The person's password is `new`; no session and no desk lets them in without it.

    Raises `WrongPassword` where `old` is not theirs. Whether `new` is good enough, `passwords.fault_of` says.
    """
    row = _keys(_staff.c.id == staff_id)
    if not fits(row.password_hash if row else None, old):
        raise WrongPassword
    fresh = hashed(new)

    def work() -> None:
        write(update(_staff).where(_staff.c.id == staff_id).values(password_hash=fresh))
        end_staff_sessions(staff_id)
        distrust(staff_id)
        record("password_changed", "staff", staff_id, actor="staff", actor_id=staff_id)

    transaction(work)


def _keys(which: ColumnElement[bool]) -> Any:
    columns = (_staff.c.id, _staff.c.password_hash, _staff.c.totp_secret)
    return db.session.execute(select(*columns).where(which, _staff.c.closed_at.is_(None))).one_or_none()


def _stamp(password_hash: str) -> str:
    return hashlib.sha256(f"half:{password_hash}".encode()).hexdigest()[:20]
