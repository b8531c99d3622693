"""Who works in the demo group, one for each role, with keys that everybody knows. None of it is there in production."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import select, update

from app.catalogue.queries import catalogue
from app.identity.staff.models import Staff
from app.identity.staff.operations import add_staff
from app.identity.staff.passwords import hashed
from app.identity.staff.rules import GROUP_ROLES
from app.store import db, transaction, write

HOUSE = "combe-harrow"
_staff = Staff.__table__


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo's staff."""

    role: str
    name: str
    password: str
    pin: str

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@thequince.example"

    @property
    def totp_secret(self) -> str:
        return base64.b32encode(blake2b(self.email.encode(), digest_size=20).digest()).decode()


MEMBERS = (
    Member("reception", "Jo Tamsin", "two lanterns by the door", "5170"),
    Member("manager", "Priya Nair", "eleven pears on the wall", "8306"),
    Member("kitchen", "Sam Okoro", "chervil before the frost", "2954"),
    Member("housekeeping", "Bea Lowe", "warm linen upstairs again", "6481"),
    Member("marketing", "Nell Ash", "slow letters from the garden", "7092"),
    Member("administrator", "Ada Finch", "keys under the bay tree", "3817"),
)


def hire() -> int:
    """Everybody of `MEMBERS` works here; answers how many were added."""
    known = set(db.session.scalars(select(_staff.c.email_lower)))
    new = [member for member in MEMBERS if member.email not in known]
    if new and (house := catalogue().house(HOUSE)) is not None:

        def work() -> int:
            for member in new:
                _add(member, house.id)
            return len(new)

        return transaction(work)
    return 0


def member_id(role: str) -> int | None:
    """The account of whoever has that role in the demo; None where there is none, or it was closed."""
    email = next((member.email for member in MEMBERS if member.role == role), "")
    open_one = select(_staff.c.id).where(_staff.c.email_lower == email, _staff.c.closed_at.is_(None))
    return db.session.execute(open_one).scalar_one_or_none()


def _add(member: Member, location_id: int) -> None:
    place = None if member.role in GROUP_ROLES else location_id
    staff_id = add_staff(member.name, member.email, [(member.role, place)], password_hash=hashed(member.password))
    keys = {"totp_secret": member.totp_secret, "pin_hash": hashed(member.pin)}
    write(update(_staff).where(_staff.c.id == staff_id).values(keys))
