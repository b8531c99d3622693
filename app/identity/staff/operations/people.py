"""Taking people on, what they may do, and their leaving."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, func, insert, select, update

from app.identity.staff.errors import AlreadyClosed, LastAdministrator, MailTaken, RolesChanged
from app.identity.staff.models import Staff, StaffRole
from app.identity.staff.operations.desks import distrust
from app.identity.staff.operations.sessions import end_staff_sessions
from app.identity.staff.rules import ADMINISTRATOR
from app.journal import record
from app.kernel import clock
from app.store import db, insert_unless_taken, transaction, write

_staff, _role = Staff.__table__, StaffRole.__table__
Roles = Collection[tuple[str, int | None]]
NO_PASSWORD = "!"
"""What stands for a password that nobody has: no hash is like it."""


def add_staff(
    name: str,
    email: str,
    roles: Iterable[tuple[str, int | None]],
    *,
    password_hash: str = NO_PASSWORD,
    by: int | None = None,
) -> int:
    """A new account with these roles as (role, location id); answers its id. Raises `MailTaken`.

    Of two who add the same mail at once one does.
    """
    held = list(roles)
    row = {
        "name": name,
        "email": email,
        "email_lower": email.lower(),
        "password_hash": password_hash,
        "invitation": 0,
        "created_at": clock.now(),
    }

    def work() -> int:
        staff_id = write(insert_unless_taken(Staff, "email_lower"), row).scalar()
        if staff_id is None:
            raise MailTaken
        _hold(staff_id, held)
        record("staff_added", "staff", staff_id, actor=_who(by), actor_id=by, after=_words(held))
        return int(staff_id)

    return transaction(work)


def set_roles(staff_id: int, roles: Roles, *, seen: Roles, by: int) -> None:
    """The person holds exactly these roles, from their next page on.

    Raises `RolesChanged` unless they hold the roles that were `seen`, `AlreadyClosed` for whoever has left, and
    `LastAdministrator` where nobody would be left who keeps the staff.
    """

    def work() -> None:
        _locked(staff_id)
        before = roles_of(staff_id)
        if set(before) != set(seen):
            raise RolesChanged
        write(delete(_role).where(_role.c.staff_id == staff_id))
        _hold(staff_id, roles)
        _somebody_keeps_staff()
        was, now = _words(before), _words(roles)
        record("roles_changed", "staff", staff_id, actor="staff", actor_id=by, before=was, after=now)

    transaction(work)


def close_staff(staff_id: int, *, by: int) -> None:
    """The person works here no more: nothing lets them in, from this moment on. What they did keeps their name.

    Raises `AlreadyClosed` and `LastAdministrator`.
    """

    def work() -> None:
        _locked(staff_id)
        write(update(_staff).where(_staff.c.id == staff_id).values(closed_at=clock.now(), invited_until=None))
        _somebody_keeps_staff()
        end_staff_sessions(staff_id)
        distrust(staff_id)
        record("staff_closed", "staff", staff_id, actor="staff", actor_id=by)

    transaction(work)


def roles_of(staff_id: int) -> list[tuple[str, int | None]]:
    """The roles that the person holds, as (role, location id)."""
    rows = db.session.execute(select(_role.c.role, _role.c.location_id).where(_role.c.staff_id == staff_id))
    return [(role, place) for role, place in rows]


def _locked(staff_id: int) -> None:
    """Nobody else changes who works here until the transaction ends: every open account is locked, in order."""
    every = select(_staff.c.id).where(_staff.c.closed_at.is_(None)).order_by(_staff.c.id).with_for_update()
    if staff_id not in db.session.scalars(every).all():
        raise AlreadyClosed


def _somebody_keeps_staff() -> None:
    keepers = (
        select(func.count())
        .select_from(_role.join(_staff, _staff.c.id == _role.c.staff_id))
        .where(_role.c.role == ADMINISTRATOR, _staff.c.closed_at.is_(None))
    )
    if db.session.execute(keepers).scalar_one() == 0:
        raise LastAdministrator


def _hold(staff_id: int, roles: Iterable[tuple[str, int | None]]) -> None:
    rows = [{"staff_id": staff_id, "role": role, "location_id": place} for role, place in dict.fromkeys(roles)]
    if rows:
        write(insert(_role), rows)


def _who(by: int | None) -> str:
    return "system" if by is None else "staff"


def _words(roles: Iterable[tuple[str, int | None]]) -> list[str]:
    """Roles for the journal, `reception 3` being one at location 3."""
    return sorted(role if place is None else f"{role} {place}" for role, place in roles)
