"""Who may do what. Pure: one function decides, and what nobody is named for nobody may do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

RECEPTION, MANAGER, KITCHEN, HOUSEKEEPING = "reception", "manager", "kitchen", "housekeeping"
MARKETING, ADMINISTRATOR = "marketing", "administrator"
HOUSE_ROLES = (RECEPTION, MANAGER, KITCHEN, HOUSEKEEPING)
GROUP_ROLES = (MARKETING, ADMINISTRATOR)
ROLES = (*HOUSE_ROLES, *GROUP_ROLES)

_DESK = frozenset({RECEPTION, MANAGER, ADMINISTRATOR})
_LEAD = frozenset({MANAGER, ADMINISTRATOR})
_ALL_HOUSE = frozenset({*HOUSE_ROLES, ADMINISTRATOR})

MAY: dict[str, frozenset[str]] = {
    "see_day": _DESK,
    "run_stays": _DESK,
    "ready_rooms": frozenset({HOUSEKEEPING, *_DESK}),
    "see_covers": frozenset({KITCHEN, *_DESK}),
    "read_allergies": frozenset({KITCHEN, *_LEAD}),
    "do_tasks": _ALL_HOUSE,
    "note_friction": frozenset(ROLES),
    "read_friction": _LEAD,
    "run_cases": _LEAD,
    "run_reviews": _LEAD,
    "answer_enquiries": _DESK,
    "see_notices": _DESK,
    "run_notices": _LEAD,
    "report_facilities": _DESK,
    "see_bookings": _DESK,
    "make_bookings": _DESK,
    "see_guests": _DESK,
    "merge_guests": _LEAD,
    "charge": _DESK,
    "refund": _DESK,
    "refund_much": _LEAD,
    "waive_balance": _LEAD,
    "hold_blocks": _LEAD,
    "see_rates": frozenset({MARKETING, *_DESK}),
    "set_rates": _LEAD,
    "close_rooms": _LEAD,
    "edit_house": _LEAD,
    "edit_group": frozenset({ADMINISTRATOR}),
    "close_day": _LEAD,
    "see_reports": frozenset({MARKETING, *_LEAD}),
    "read_measures": frozenset({MARKETING, *_LEAD}),
    "keep_plan": frozenset({MARKETING, *_LEAD}),
    "keep_group_plan": frozenset({MARKETING, ADMINISTRATOR}),
    "run_offers": frozenset({MARKETING, *_LEAD}),
    "send_campaigns": frozenset({MARKETING, ADMINISTRATOR}),
    "answer_pulse": frozenset(HOUSE_ROLES),
    "see_journal": _LEAD,
    "keep_staff": frozenset({ADMINISTRATOR}),
}
"""Each action and the roles that may do it: at their own house, group roles at every one."""


PROOF_LASTS = timedelta(minutes=15)
"""Refunds, exports and changes of roles ask for the second factor again after so long."""

PIN_TRIES = 3
"""Wrong ones at a desk; then it takes the password."""

INVITATION_LASTS = timedelta(days=3)


class Placed(Protocol):
    """Anything that belongs to a house."""

    @property
    def location_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff who is signed in. `roles` are (role, location id); None stands for the whole group.

    `proven_at` is when they last showed their second factor.
    """

    staff_id: int
    session_id: int
    name: str
    email: str
    roles: frozenset[tuple[str, int | None]]
    seen_at: datetime
    proven_at: datetime | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else "You"


def can(actor: Actor, action: str, what: Placed | None = None) -> bool:
    """Whether the actor may do that to `what`; to the group as a whole where it is None.

    Raises `KeyError` for an action that nobody declared.
    """
    wanted = MAY[action]
    place = None if what is None else what.location_id
    return any(role in wanted and at in (None, place) for role, at in actor.roles)


def can_anywhere(actor: Actor, action: str) -> bool:
    """Whether there is a house, or the group, at which the actor may do that."""
    return any(role in MAY[action] for role, _ in actor.roles)


def works_at(actor: Actor, what: Placed) -> bool:
    """Whether the actor has any role at the house of `what`. To all others it is not there."""
    return any(at in (None, what.location_id) for _, at in actor.roles)


def places(actor: Actor, action: str, of: Iterable[int]) -> list[int]:
    """Those of these locations at which the actor may do that, in their order."""
    own = {at for role, at in actor.roles if role in MAY[action]}
    return [location_id for location_id in of if None in own or location_id in own]


def is_proven(actor: Actor, now: datetime) -> bool:
    """Whether the actor showed their second factor a short while ago."""
    return actor.proven_at is not None and actor.proven_at <= now < actor.proven_at + PROOF_LASTS


def desk_key(token: str) -> str:
    """What stands in the database for the random token of a trusted desk's cookie."""
    return hashlib.sha256(f"desk:{token}".encode()).hexdigest()
