"""What the numbers of an entry stand for: rooms, room types, rates and houses by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.catalogue.queries import catalogue
from app.pricing.models import RatePlan
from app.store import db

KINDS = {
    "room": "room", "doors": "room", "given": "room", "unpromised": "room",
    "room_type": "room_type", "room_types": "room_type", "moved": "room_type",
    "rate_plan": "rate_plan", "rate_plans": "rate_plan",
    "location": "location", "from_location": "location", "houses": "location",
}  # fmt: skip
"""Of which kind the numbers under a name are."""

_INSIDE = frozenset(
    {"quote", "payment", "line", "message", "note", "merge", "checkout", "revision", "booking", "other"}
)
"""Numbers under these names say nothing to anybody: they stay in the database."""


def is_inside(name: str, value: object) -> bool:
    """Whether a fact is one of those numbers."""
    return name in _INSIDE and isinstance(value, int)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by kind and number, and the currency of amounts."""

    known: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    currency: str = "GBP"

    def of(self, name: str, number: int) -> str:
        """What a number under that name stands for; the number itself where nobody knows."""
        kind = KINDS.get(name, "")
        known = self.known.get(kind, {}).get(number)
        return known or (f"{kind.replace('_', ' ')} {number}" if kind else str(number))


def names_known(*, rates: bool) -> dict[str, dict[int, str]]:
    """The names of all that is in the catalogue; rates cost one statement and are read where they are wanted."""
    houses = catalogue().houses
    kinds = [kind for house in houses for kind in house.room_types]
    plans = db.session.execute(select(RatePlan.id, RatePlan.name)).all() if rates else ()
    return {
        "location": {house.id: house.name for house in houses},
        "room_type": {kind.id: kind.name for kind in kinds},
        "room": {room_id: name for kind in kinds for room_id, name in kind.rooms},
        "rate_plan": {row.id: row.name for row in plans},
    }
