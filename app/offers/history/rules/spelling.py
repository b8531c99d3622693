"""Counts and months of stays in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.kernel.words import MONTHS, number
from app.offers.history.rules.facts import PastStay


@dataclass(frozen=True, slots=True)
class Names:
    """What houses, room types and extras are called, by id; `room_houses` has the house of each room type."""

    houses: Mapping[int, str] = field(default_factory=dict)
    rooms: Mapping[int, str] = field(default_factory=dict)
    extras: Mapping[int, str] = field(default_factory=dict)
    room_houses: Mapping[int, int] = field(default_factory=dict)

    def room_at(self, room_type_id: int | None) -> str:
        """`Garden room at Combe Harrow`, since several houses have one; empty where either is not known."""
        room = self.rooms.get(room_type_id or 0)
        house = self.houses.get(self.room_houses.get(room_type_id or 0, 0))
        return f"{room} at {house}" if room and house else ""


def times(count: int) -> str:
    """Once, twice, three times, 14 times."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def month_of(day: date) -> str:
    """May 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def last_stays(count: int, of: int) -> str:
    """Your last `count` stays, of `of`: `your one stay`, `your last stay`, `both your last stays`, `your last four
    stays`."""
    if count == 1:
        return "your one stay" if of == 1 else "your last stay"
    if count == 2:
        return "both your stays" if of == 2 else "both your last stays"
    return f"all {number(count)} of your stays" if count == of else f"your last {number(count)} stays"


def in_a_row(slept: Sequence[PastStay], true: Sequence[bool]) -> list[PastStay]:
    """The newest stays, up to the first of which it is not true."""
    return [one for one, _ in zip(slept, _until_false(true), strict=False)]


def _until_false(true: Sequence[bool]) -> Sequence[bool]:
    return true[: true.index(False)] if False in true else true
