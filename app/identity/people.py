"""Guests as the desk finds and sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from app.identity.keys import folded, phone_key
from app.identity.models import Guest
from app.store import db

_guest = Guest.__table__


@dataclass(frozen=True, slots=True)
class Person:
    """A guest with how they are reached; empty words where nothing is known."""

    id: int
    name: str
    email: str
    phone: str
    created_at: datetime
    merged_into_id: int | None
    erased_at: datetime | None


def person(guest_id: int) -> Person | None:
    """The guest; None when there is none."""
    row = db.session.execute(select(*_guest.c).where(_guest.c.id == guest_id)).one_or_none()
    if row is None:
        return None
    return Person(row.id, row.name, row.email or "", row.phone or "", row.created_at, row.merged_into_id, row.erased_at)


def find_people(typed: str, among: Select[Any], most: int = 50) -> list[Person]:
    """Guests by name, mail or telephone however they are spelt, by name; one statement.

    Only those `among` (a statement of ids), and nobody who is forgotten or was merged into somebody else.
    """
    words, digits = folded(typed), phone_key(typed)
    ways = [_guest.c.email_lower.startswith(typed.lower(), autoescape=True)]
    if words and "@" not in typed:
        ways.append(and_(*(_guest.c.name_key.contains(f" {word}") for word in words)))
    if digits and len(digits) >= 4 and not any(letter.isalpha() for letter in typed):
        ways.append(_guest.c.phone_key.startswith(digits))
    known = (_guest.c.id.in_(among), _guest.c.erased_at.is_(None), _guest.c.merged_into_id.is_(None))
    query = select(_guest).where(or_(*ways), *known)
    rows = db.session.execute(query.order_by(_guest.c.name_key, _guest.c.id).limit(most))
    return [
        Person(row.id, row.name, row.email or "", row.phone or "", row.created_at, row.merged_into_id, row.erased_at)
        for row in rows
    ]
