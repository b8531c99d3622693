"""Where a stay stands, and what it claims there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.booking.rules import Counted
from app.inventory.packing.rules import runs_by_door
from app.inventory.rules import Want, for_night
from app.kernel.stay import ONE_NIGHT, Stay


def slept_in(wants: Iterable[Want], moved: Mapping[tuple[int, date], int], counted: Counted) -> list[Want]:
    """The same wants, with the room of each night claimed in the room type in which it is slept.

    `moved` are the nights, by (part, night), that are slept in another room type than was bought.
    """
    rooms = set(counted.room_types.values())
    found: list[Want] = []
    for want in wants:
        if want.resource_id not in rooms or not any(part == want.part for part, _ in moved):
            found.append(want)
            continue
        for night in want:
            slept = moved.get((want.part, night))
            resource = want.resource_id if slept is None else counted.room_types[slept]
            own = for_night(resource, night, want.count, want.part)
            last = found[-1] if found else None
            if last and last == Want(resource, last.first, night, want.count, want.part):
                found[-1] = Want(resource, last.first, own.until, want.count, want.part)
            else:
                found.append(own)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Standing:
    """The room type a stay bought, its nights in another one, its doors, and the quote that prices it."""

    room_type_id: int
    moved: Mapping[date, int] = field(default_factory=dict)
    doors: Mapping[date, int] = field(default_factory=dict)
    quote_id: int = 0

    def type_on(self, night: date) -> int:
        return self.moved.get(night, self.room_type_id)

    def as_json(self) -> dict[str, Any]:
        return {
            "room_type": self.room_type_id,
            "moved": [[night.isoformat(), to] for night, to in sorted(self.moved.items())],
            "doors": [[night.isoformat(), door] for night, door in sorted(self.doors.items())],
            "quote": self.quote_id,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Standing:
        return cls(
            kept["room_type"],
            {date.fromisoformat(night): to for night, to in kept["moved"]},
            {date.fromisoformat(night): door for night, door in kept["doors"]},
            kept["quote"],
        )

    def seen(self, revision: int) -> str:
        """What a form says it saw: the booking's revision and the doors."""
        return ";".join([str(revision), *(f"{door}@{first}+{until}" for door, first, until in self.runs)])

    @property
    def runs(self) -> list[tuple[int, date, date]]:
        return runs_by_door(self.doors)


def doors_seen(seen: str) -> list[tuple[int, date, date]]:
    """The runs of doors in what a form saw; () of one that cannot be read."""
    found = []
    try:
        for run in seen.split(";")[1:]:
            door, _, nights = run.partition("@")
            first, _, until = nights.partition("+")
            found.append((int(door), date.fromisoformat(first), date.fromisoformat(until)))
    except ValueError:
        return []
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring nights of a stay behind one door (None: behind none yet), in one room type."""

    stay_id: int
    room_type_id: int
    room_id: int | None
    first: date
    until: date


def runs_of(
    stay_id: int,
    stay: Stay,
    room_type_id: int,
    doors: Mapping[date, int],
    moved: Mapping[date, int],
    since: date,
    until: date,
) -> list[Run]:
    """The runs of a stay, of its nights from `since` up to but not including `until`."""
    runs: list[Run] = []
    night = max(stay.arrival, since)
    while night < min(stay.departure, until):
        kind, door, after = moved.get(night, room_type_id), doors.get(night), night + ONE_NIGHT
        last = runs[-1] if runs else None
        if last and (last.room_type_id, last.room_id) == (kind, door):
            runs[-1] = Run(stay_id, kind, door, last.first, after)
        else:
            runs.append(Run(stay_id, kind, door, night, after))
        night = after
    return runs


PROMISE, STEP_FREE, BATH, COTS = "promise", "step-free", "bath", "cots"


@dataclass(frozen=True, slots=True)
class DoorWanted:
    """What a stay needs of its door, and the one that it was promised (None: any)."""

    step_free: bool = False
    bath: bool = False
    cots: int = 0
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class DoorOffered:
    """What there is behind a door; `cots_max` is for how many cots there is space."""

    room_id: int
    name: str
    step_free: bool
    bath: bool
    cots_max: int


def lacking(wanted: DoorWanted, offered: DoorOffered) -> tuple[str, ...]:
    """What the door lacks for them: `promise` where another one was promised, `step-free`, `bath`, `cots`."""
    lacks = {
        PROMISE: wanted.room_id not in (None, offered.room_id),
        STEP_FREE: wanted.step_free and not offered.step_free,
        BATH: wanted.bath and not offered.bath,
        COTS: wanted.cots > offered.cots_max,
    }
    return tuple(what for what, is_so in lacks.items() if is_so)
