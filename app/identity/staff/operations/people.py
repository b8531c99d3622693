"""Taking people on, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert

from app.identity.staff.models import Staff, StaffRole
from app.kernel import clock
from app.store import transaction, write

_staff, _role = Staff.__table__, StaffRole.__table__
NO_PASSWORD = "!"
"""What stands for a password that nobody has: no hash is like it."""


def add_staff(
    name: str, email: str, roles: Iterable[tuple[str, int | None]], *, password_hash: str = NO_PASSWORD
) -> int:
    """A new account with these roles as (role, location id); answers its id. The mail must be nobody else's."""
    row = {
        "name": name,
        "email": email,
        "email_lower": email.lower(),
        "password_hash": password_hash,
        "created_at": clock.now(),
    }

    def work() -> int:
        staff_id = int(write(insert(_staff).returning(_staff.c.id), row).scalar_one())
        held = [{"staff_id": staff_id, "role": role, "location_id": place} for role, place in roles]
        if held:
            write(insert(_role), held)
        return staff_id

    return transaction(work)
