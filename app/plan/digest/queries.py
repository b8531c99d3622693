"""Who reads the weekly digest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.identity.staff.models import Staff, StaffRole
from app.identity.staff.rules import MAY
from app.outbox.models import Message
from app.plan.digest.models import DigestReader
from app.store import db

_reader, _staff, _role = DigestReader.__table__, Staff.__table__, StaffRole.__table__
_message = Message.__table__
KIND = "digest"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asked for it, and at which houses they read measures: None is the whole group."""

    staff_id: int
    name: str
    email: str
    since_at: datetime
    location_ids: tuple[int, ...] | None


def reads_digest(staff_id: int) -> bool:
    """Whether they asked for it."""
    return db.session.execute(select(_reader.c.staff_id).where(_reader.c.staff_id == staff_id)).first() is not None


def digest_readers(occasion: str = "") -> list[Reader]:
    """Everybody who asked for it, works here still and may still read measures, and was not written to on that
    occasion; one statement."""
    told = select(_message.c.subject_id).where(_message.c.kind == KIND, _message.c.occasion == occasion)
    rows = db.session.execute(
        select(_reader.c.staff_id, _reader.c.since_at, _staff.c.name, _staff.c.email, _role.c.location_id)
        .join(_staff, _staff.c.id == _reader.c.staff_id)
        .join(_role, _role.c.staff_id == _reader.c.staff_id)
        .where(
            _staff.c.closed_at.is_(None),
            _role.c.role.in_(sorted(MAY["read_measures"])),
            _staff.c.id.not_in(told),
        )
        .order_by(_reader.c.staff_id, _role.c.location_id)
    )
    places, people = defaultdict(set), {}
    for row in rows:
        places[row.staff_id].add(row.location_id)
        people[row.staff_id] = row
    return [
        Reader(row.staff_id, row.name, row.email, row.since_at, _whole(places[staff_id]))
        for staff_id, row in people.items()
    ]


def _whole(places: set[int | None]) -> tuple[int, ...] | None:
    own = sorted(place for place in places if place is not None)
    return None if None in places else tuple(own)
