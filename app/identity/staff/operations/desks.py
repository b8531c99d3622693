"""Desks that several people share: trusted for a day, changed hands by a PIN."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from app.identity.staff.models import DeskTrust, Staff
from app.identity.staff.passwords import fits, hashed
from app.identity.staff.rules import PIN_TRIES, desk_key
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

_desk, _staff = DeskTrust.__table__, Staff.__table__


def trust_desk(staff_id: int, token: str = "") -> str:
    """The browser that had `token` is trusted for the rest of the day; answers its new token.

    The one it had is worthless, so that nobody plants a token of theirs in a browser. Whoever else signed in there
    today stays known.
    """
    fresh = secrets.token_urlsafe(32)

    def work() -> str:
        if token:
            write(update(_desk).where(_desk.c.desk == desk_key(token)).values(desk=desk_key(fresh)))
            write(delete(_desk).where(_desk.c.desk == desk_key(fresh), _desk.c.staff_id == staff_id))
        row = {"desk": desk_key(fresh), "staff_id": staff_id, "proven_at": clock.now(), "tries": 0}
        write(insert(_desk), row)
        return fresh

    return transaction(work)


def forgive_tries(staff_id: int, token: str) -> None:
    """The person has typed their password at this desk: their PIN is good again."""
    mine = update(_desk).where(_desk.c.desk == desk_key(token), _desk.c.staff_id == staff_id)
    transaction(lambda: write(mine.values(tries=0)))


def show_pin(staff_id: int, token: str, pin: str, since: datetime) -> bool:
    """Whether this is the PIN of somebody who showed their second factor at this desk after `since`.

    Every try counts before it is looked at, so that many at once are no more tries; after three wrong ones it takes the
    password.
    """
    mine = (_desk.c.desk == desk_key(token), _desk.c.staff_id == staff_id)

    def count() -> str | None:
        tried = update(_desk).where(*mine, _desk.c.proven_at >= since, _desk.c.tries < PIN_TRIES)
        if write(tried.values(tries=_desk.c.tries + 1)).rowcount == 0:
            return None
        found = select(_staff.c.pin_hash).where(_staff.c.id == staff_id, _staff.c.closed_at.is_(None))
        return db.session.execute(found).scalar_one_or_none()

    good = fits(transaction(count), pin)
    if good:
        forgive_tries(staff_id, token)
    return good


def set_pin(staff_id: int, pin: str) -> None:
    """The person changes to themselves at a shared desk by this PIN; `passwords.pin_fault` says whether it is good."""
    kept = hashed(pin)

    def work() -> None:
        write(update(_staff).where(_staff.c.id == staff_id).values(pin_hash=kept))
        record("pin_set", "staff", staff_id, actor="staff", actor_id=staff_id)

    transaction(work)


def forget_desks(before: datetime) -> int:
    """Trust that was given before then is gone; answers how much was."""
    return transaction(lambda: int(write(delete(_desk).where(_desk.c.proven_at < before)).rowcount))


def distrust(staff_id: int) -> None:
    """No desk trusts that person any more."""
    transaction(lambda: write(delete(_desk).where(_desk.c.staff_id == staff_id)))
