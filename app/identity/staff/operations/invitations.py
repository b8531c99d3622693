"""Letting somebody set their own password and second factor, once."""

from __future__ import annotations

from sqlalchemy import update

from app.identity.staff.errors import AlreadyClosed, InvitationOver
from app.identity.staff.models import Staff
from app.identity.staff.operations.desks import distrust
from app.identity.staff.operations.factors import new_recovery_codes, new_secret
from app.identity.staff.operations.people import NO_PASSWORD
from app.identity.staff.operations.sessions import end_staff_sessions
from app.identity.staff.passwords import hashed
from app.identity.staff.rules import INVITATION_LASTS
from app.journal import record
from app.kernel import clock
from app.outbox import announce
from app.store import transaction, write

_staff = Staff.__table__
KIND = "invited"


def invite(staff_id: int, *, by: int | None = None, mailed: bool = True) -> int:
    """The version of the person's only good invitation, three days long; it is mailed to them.

    Until they take it up nobody gets in as them: password, PIN, second factor and recovery codes are gone, sessions
    ended. Raises `AlreadyClosed`.
    """
    until = clock.now() + INVITATION_LASTS
    fresh = {
        "invitation": _staff.c.invitation + 1,
        "invited_until": until,
        "password_hash": NO_PASSWORD,
        "pin_hash": None,
        "totp_secret": None,
        "totp_step": None,
    }

    def work() -> int:
        open_one = update(_staff).where(_staff.c.id == staff_id, _staff.c.closed_at.is_(None))
        row = write(open_one.values(fresh).returning(_staff.c.invitation, _staff.c.email)).one_or_none()
        if row is None:
            raise AlreadyClosed
        end_staff_sessions(staff_id)
        distrust(staff_id)
        record("staff_invited", "staff", staff_id, actor="staff" if by else "system", actor_id=by)
        if mailed:
            facts = {"version": row.invitation, "until": until.isoformat()}
            announce(KIND, "staff", staff_id, row.email, facts, occasion=str(row.invitation))
        return int(row.invitation)

    return transaction(work)


def accept_invitation(staff_id: int, version: int, password: str, secret: str) -> list[str]:
    """The person signs in with this password and this app's secret from now on; answers their recovery codes.

    Of two who take up one invitation one does, and `InvitationOver` is raised for the other. Whether the password is
    good enough and the app shows the right figures is to be known before.
    """
    keys = {"password_hash": hashed(password), "totp_secret": secret, "totp_step": None, "invited_until": None}

    def work() -> list[str]:
        taken = update(_staff).where(
            _staff.c.id == staff_id,
            _staff.c.invitation == version,
            _staff.c.invited_until > clock.now(),
            _staff.c.closed_at.is_(None),
        )
        if write(taken.values(keys)).rowcount == 0:
            raise InvitationOver
        record("invitation_taken", "staff", staff_id, actor="staff", actor_id=staff_id)
        return new_recovery_codes(staff_id)

    return transaction(work)


def give_keys_to(staff_id: int, password: str) -> tuple[str, list[str]]:
    """Sets password and second factor for somebody who sits beside; answers the app's secret and the recovery codes."""
    version, secret = invite(staff_id, mailed=False), new_secret()
    return secret, accept_invitation(staff_id, version, password, secret)
