"""Knowing guests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from app.identity.models import Guest
from app.store import db, write

_guest = Guest.__table__


def know_guest(name: str, email: str | None, phone: str | None, language: str, at: datetime) -> int:
    """The id of the guest with this mail and this name (whatever their case), else of a new one.

    Another name under the same mail is another guest: merging is for a person to decide.
    """
    lower = email.lower() if email else None
    if lower:
        known = db.session.execute(
            select(_guest.c.id, _guest.c.name).where(_guest.c.email_lower == lower, _guest.c.erased_at.is_(None))
        ).all()
        for guest_id, known_name in known:
            if known_name.casefold() == name.casefold():
                return int(guest_id)
    values = {
        "name": name,
        "email": email,
        "email_lower": lower,
        "phone": phone,
        "language": language,
        "created_at": at,
    }
    return int(write(insert(_guest).returning(_guest.c.id), values).scalar_one())
