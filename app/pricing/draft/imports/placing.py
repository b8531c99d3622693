"""What the lines of a file set, place by place: no two of them the same one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from app.catalogue.queries import catalogue
from app.kernel import clock
from app.pricing.draft.checking import DAYS_AHEAD
from app.pricing.draft.imports.reading import Bad
from app.pricing.draft.rules import Cell, Scope
from app.pricing.queries import price_list

Place = TypeVar("Place", Cell, Scope)
Value = TypeVar("Value")


class Places(Generic[Place, Value]):
    """What was put where by which line. A line that may not stand is bad, and so are two that set one place."""

    def __init__(self) -> None:
        self._put: dict[Place, tuple[int, Value]] = {}
        self._wrong: dict[int, str] = {}

    def refuse(self, number: int, why: str) -> None:
        """The line cannot be taken; the first reason that is found stays."""
        self._wrong.setdefault(number, why)

    def put(self, number: int, place: Place, value: Value, why_not: str) -> None:
        """The line sets this place; `why_not` says why that may not stand, empty where it may."""
        if place in self._put:
            other, night = self._put[place][0], place.night.isoformat()
            self._wrong[number] = f"sets {night} again, which line {other} sets. Keep one of them"
            self.refuse(other, f"sets {night}, which line {number} sets again")
        elif why_not:
            self.refuse(number, why_not)
        self._put.setdefault(place, (number, value))

    @property
    def taken(self) -> list[tuple[Place, Value]]:
        """What the good lines set."""
        return [(place, value) for place, (number, value) in self._put.items() if number not in self._wrong]

    @property
    def bad(self) -> list[Bad]:
        return [Bad(number, reason) for number, reason in self._wrong.items()]


def names_of(location_id: int) -> tuple[Callable[[str], int | None], Callable[[str], int | None]]:
    """Room types and plans by the words of a file: slug or name, in whatever case."""
    kinds: dict[str, int] = {}
    for kind in catalogue().by_id[location_id].room_types:
        kinds |= {kind.name.lower(): kind.id, kind.slug: kind.id}
    plans: dict[str, int] = {}
    for plan in price_list(location_id).by_id.values():
        plans |= {plan.name.lower(): plan.id, plan.slug: plan.id}
    return lambda words: kinds.get(words.lower()), lambda words: plans.get(words.lower())


def unknown(what: str, typed: str) -> str:
    """Why a line that names such a thing cannot be taken."""
    return f"this house has no {what} called “{typed[:40]}”"


def ahead(location_id: int) -> Callable[[date], bool]:
    """Whether a night is one for which rates and restrictions may be set: from today on, and not too far ahead."""
    today = clock.today(catalogue().by_id[location_id].timezone).toordinal()
    span = range(today, today + DAYS_AHEAD)
    return lambda night: night.toordinal() in span
