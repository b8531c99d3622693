"""A promotion as a value. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

KINDS = ("percent", "amount", "extra", "supper", "better_room", "later_departure", "longer", "another_house")
STATES = ("draft", "running", "paused", "stopped")
EVERY_DAY = "0123456"
WEEKEND = frozenset("45")
"""The nights of Friday and Saturday, as `weekdays` spells them."""

_DATES = ("nights_from_on", "nights_until_on")
_GIVES = (
    "id", "slug", "title", "line", "kind", "percent_bp", "amount_minor", "currency", "extra_id", "room_type_id",
    "nights_from_on", "nights_until_on", "weekdays", "least_nights", "most_nights", "most_heads", "stacks",
    "floor_minor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a promotion gives and its limits, as the row of the same name says; `houses` () are all.

    `used` and `spent_minor` are as they stood when this was read: only taking a use decides.
    """

    id: int
    slug: str
    title: str
    kind: str
    currency: str = "GBP"
    line: str = ""
    revision: int = 1
    percent_bp: int = 0
    amount_minor: int | None = None
    extra_id: int | None = None
    room_type_id: int | None = None
    leaves_by: time | None = None
    houses: tuple[int, ...] = ()
    book_from_on: date | None = None
    book_until_on: date | None = None
    nights_from_on: date | None = None
    nights_until_on: date | None = None
    weekdays: str = EVERY_DAY
    least_nights: int | None = None
    most_nights: int | None = None
    most_heads: int | None = None
    code: str | None = None
    by_code_only: bool = False
    stacks: bool = False
    uses_most: int | None = None
    used: int = 0
    each_most: int | None = None
    budget_minor: int | None = None
    spent_minor: int = 0
    floor_minor: int | None = None
    least_left: int | None = None
    state: str = "running"
    made_at: datetime | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    staff_id: int | None = None

    @property
    def terms(self) -> dict[str, Any]:
        """What it gives as JSON, for a use to keep; `from_terms` reads it."""
        kept: dict[str, Any] = {name: getattr(self, name) for name in _GIVES}
        kept |= {name: day.isoformat() if (day := kept[name]) else None for name in _DATES}
        return kept | {
            "leaves_by": self.leaves_by.isoformat("minutes") if self.leaves_by else None,
            "houses": list(self.houses),
        }

    @classmethod
    def from_terms(cls, kept: Mapping[str, Any]) -> Promotion:
        """The promotion as it was when somebody took it: running, and without limits on how often."""
        known = {own.name for own in fields(cls)}
        values = {name: value for name, value in kept.items() if name in known}
        values |= {name: date.fromisoformat(values[name]) if values.get(name) else None for name in _DATES}
        leaves_by = values.get("leaves_by")
        values["leaves_by"] = time.fromisoformat(leaves_by) if leaves_by else None
        values["houses"] = tuple(values.get("houses") or ())
        return cls(**values)

    @property
    def midweek(self) -> bool:
        """No Friday or Saturday night is in it."""
        return WEEKEND.isdisjoint(self.weekdays)

    def holds_at(self, location_id: int) -> bool:
        return not self.houses or location_id in self.houses


def counted_nights(promotion: Promotion, nights: Iterable[date]) -> list[date]:
    """Those of these nights that the promotion is for, in their order."""
    first, last = promotion.nights_from_on or date.min, promotion.nights_until_on or date.max
    return [night for night in nights if first <= night <= last and str(night.weekday()) in promotion.weekdays]
