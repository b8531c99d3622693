"""Knowing guests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from app.identity.keys import name_key, phone_key
from app.identity.models import Guest
from app.journal import record
from app.kernel import clock
from app.store import db, transaction, write

_guest = Guest.__table__


def know_guest(name: str, email: str | None, phone: str | None, language: str, at: datetime) -> int:
    """The id of the guest with this mail and this name (whatever their case), else of a new one.

    Another name under the same mail is another guest: merging is for a person to decide. One who was merged is the one
    who was kept.
    """
    lower = email.lower() if email else None
    if lower:
        known = db.session.execute(
            select(_guest.c.id, _guest.c.name, _guest.c.merged_into_id).where(
                _guest.c.email_lower == lower, _guest.c.erased_at.is_(None)
            )
        ).all()
        for guest_id, known_name, merged_into_id in known:
            if known_name.casefold() == name.casefold():
                return int(merged_into_id or guest_id)
    values = {
        "name": name,
        "email": email,
        "email_lower": lower,
        "phone": phone,
        "language": language,
        "created_at": at,
    }
    return int(write(insert(_guest).returning(_guest.c.id), values).scalar_one())


def correct_guest(guest_id: int, name: str, phone: str | None) -> list[str]:
    """The guest is called and rung so; answers the names of the fields that were something else.

    The journal says that it was done, and what stood there before, until the guest is erased.
    """

    def work() -> list[str]:
        row = db.session.execute(
            select(_guest.c.name, _guest.c.phone).where(_guest.c.id == guest_id, _guest.c.erased_at.is_(None))
        ).one()
        new = {"name": name, "phone": phone}
        moved = {field: (getattr(row, field), new[field]) for field in new if getattr(row, field) != new[field]}
        if moved:
            keys = {"name_key": name_key(name), "phone_key": phone_key(phone)}
            write(update(_guest).where(_guest.c.id == guest_id).values(**new, **keys))
            record(
                "corrected", "guest", guest_id, actor_id=guest_id, at=clock.now(), personal=moved, fields=sorted(moved)
            )
        return sorted(moved)

    return transaction(work)
