"""What the people of the desk are called."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.identity.staff.models import Staff
from app.store import db

NOBODY = "Somebody"


def names_of(staff_ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of these members of staff, of those who have left, too, and of None; one statement at most."""
    wanted = {staff_id for staff_id in staff_ids if staff_id is not None}
    names: dict[int | None, str] = {None: "The house"}
    if wanted:
        names |= dict.fromkeys(wanted, NOBODY)
        names |= {
            row.id: row.name for row in db.session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
        }
    return names
