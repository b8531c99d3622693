"""Which member of staff a session belongs to."""

from __future__ import annotations

from sqlalchemy import select

from app.identity.models import Session
from app.identity.rules import STAFF, is_live, session_key
from app.identity.staff.models import Staff, StaffRole
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.store import db

_session, _staff, _role = Session.__table__, Staff.__table__, StaffRole.__table__


def staff_signed_in(token: str) -> Actor | None:
    """Whom a session's token lets in now, with their roles; None where it is no live session of staff."""
    row = db.session.execute(
        select(_session, _staff.c.name, _staff.c.email)
        .join(_staff, _staff.c.id == _session.c.staff_id)
        .where(_session.c.key == session_key(token), _staff.c.closed_at.is_(None))
    ).one_or_none()
    if row is None or not is_live(clock.now(), row.seen_at, row.ends_at, row.ended_at, STAFF):
        return None
    roles = db.session.execute(select(_role.c.role, _role.c.location_id).where(_role.c.staff_id == row.staff_id))
    held = frozenset((role, at) for role, at in roles)
    return Actor(row.staff_id, row.id, row.name, row.email, held, row.seen_at, row.proven_at)
