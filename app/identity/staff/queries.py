"""Which member of staff a session belongs to, and who works here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.identity.models import Session
from app.identity.rules import STAFF, is_live, session_key
from app.identity.staff.models import DeskTrust, RecoveryCode, Staff, StaffRole
from app.identity.staff.rules import ADMINISTRATOR, MANAGER, MAY, PIN_TRIES, Actor, desk_key
from app.kernel import clock
from app.store import db

_session, _staff, _role = Session.__table__, Staff.__table__, StaffRole.__table__
_desk = DeskTrust.__table__


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


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here, or did. `roles` are (role, location id); `invited_until` is None once they came in."""

    id: int
    name: str
    email: str
    created_at: datetime
    closed_at: datetime | None
    invited_until: datetime | None
    ready: bool
    roles: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody who showed their second factor at a desk today. `open` says that a PIN lets them in there."""

    staff_id: int
    name: str
    email: str
    proven_at: datetime
    open: bool


def staff_members() -> list[Member]:
    """Everybody who works here, then everybody who has left, each by name; two statements."""
    roles = defaultdict(list)
    for staff_id, role, place in db.session.execute(select(_role.c.staff_id, _role.c.role, _role.c.location_id)):
        roles[staff_id].append((role, place))
    rows = db.session.execute(select(_staff).order_by(_staff.c.closed_at.is_not(None), _staff.c.name, _staff.c.id))
    return [_member(row, roles[row.id]) for row in rows]


def staff_member(staff_id: int) -> Member | None:
    """One of `staff_members`."""
    row = db.session.execute(select(_staff).where(_staff.c.id == staff_id)).one_or_none()
    held = db.session.execute(select(_role.c.role, _role.c.location_id).where(_role.c.staff_id == staff_id))
    return _member(row, [(role, place) for role, place in held]) if row else None


def invited(staff_id: int, version: int) -> Member | None:
    """Whom an invitation lets in; None where it was used, replaced or is over."""
    good = (_staff.c.invitation == version, _staff.c.invited_until > clock.now(), _staff.c.closed_at.is_(None))
    row = db.session.execute(select(_staff).where(_staff.c.id == staff_id, *good)).one_or_none()
    return _member(row, []) if row else None


def at_desk(token: str, since: datetime) -> list[AtDesk]:
    """Who showed their second factor after `since` in the browser with this token, by name; nobody for a wrong one."""
    if not token:
        return []
    rows = db.session.execute(
        select(_desk, _staff.c.name, _staff.c.email, _staff.c.pin_hash)
        .join(_staff, _staff.c.id == _desk.c.staff_id)
        .where(_desk.c.desk == desk_key(token), _desk.c.proven_at >= since, _staff.c.closed_at.is_(None))
        .order_by(_staff.c.name, _staff.c.id)
    )
    return [
        AtDesk(row.staff_id, row.name, row.email, row.proven_at, row.pin_hash is not None and row.tries < PIN_TRIES)
        for row in rows
    ]


def has_pin(staff_id: int) -> bool:
    """Whether the person has set a PIN."""
    return bool(db.session.execute(select(_staff.c.pin_hash.is_not(None)).where(_staff.c.id == staff_id)).scalar())


def recovery_codes_left(staff_id: int) -> int:
    """How many recovery codes of the person are unused."""
    unused = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return int(db.session.execute(select(func.count()).where(*unused)).scalar_one())


def staff_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id, of those who left too."""
    return {
        row.id: row.name for row in db.session.execute(select(_staff.c.id, _staff.c.name).where(_staff.c.id.in_(ids)))
    }


def staff_at(location_id: int) -> list[tuple[int, str]]:
    """(id, name) of everybody with a role at that house of its own, by name; one statement."""
    rows = db.session.execute(
        select(_staff.c.id, _staff.c.name)
        .join(_role, _role.c.staff_id == _staff.c.id)
        .where(_role.c.location_id == location_id, _staff.c.closed_at.is_(None))
        .distinct()
        .order_by(_staff.c.name, _staff.c.id)
    )
    return [(row.id, row.name) for row in rows]


def who_runs(location_id: int) -> str:
    """The name of the manager of a house, of the one who was named first; empty where it has none."""
    manages = (_role.c.location_id == location_id, _role.c.role == MANAGER, _staff.c.closed_at.is_(None))
    found = select(_staff.c.name).join(_role, _role.c.staff_id == _staff.c.id).where(*manages).order_by(_role.c.id)
    return db.session.execute(found.limit(1)).scalar() or ""


def who_answers_for(location_id: int) -> int | None:
    """The id of whom `who_runs` names, or of the administrator who was named first where the house has no manager; None
    where there is neither. One statement."""
    leads = or_(and_(_role.c.location_id == location_id, _role.c.role == MANAGER), _role.c.role == ADMINISTRATOR)
    found: int | None = db.session.execute(
        select(_staff.c.id)
        .join(_role, _role.c.staff_id == _staff.c.id)
        .where(leads, _staff.c.closed_at.is_(None))
        .order_by(_role.c.role != MANAGER, _role.c.id)
        .limit(1)
    ).scalar()
    return found


def who_may(action: str, location_id: int) -> list[tuple[int, str]]:
    """(id, name) of everybody who may do that at the house, those of the group too, by name; one statement."""
    here = or_(_role.c.location_id == location_id, _role.c.location_id.is_(None))
    rows = db.session.execute(
        select(_staff.c.id, _staff.c.name)
        .join(_role, _role.c.staff_id == _staff.c.id)
        .where(_role.c.role.in_(sorted(MAY[action])), here, _staff.c.closed_at.is_(None))
        .distinct()
        .order_by(_staff.c.name, _staff.c.id)
    )
    return [(row.id, row.name) for row in rows]


def _member(row: Any, roles: list[tuple[str, int | None]]) -> Member:
    held = tuple(sorted(roles, key=lambda one: (one[1] or 0, one[0])))
    ready = row.totp_secret is not None
    return Member(row.id, row.name, row.email, row.created_at, row.closed_at, row.invited_until, ready, held)
