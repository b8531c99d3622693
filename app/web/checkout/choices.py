"""What the stays of a checkout may choose from: hours for supper and for arriving, and extras."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.booking.rules import ChosenStay
from app.catalogue.closed import room_type_of
from app.catalogue.queries import Extra, House
from app.inventory.queries import counters, resources
from app.kernel.stay import ONE_NIGHT
from app.kernel.words import hour
from app.web.filters import sitting

NO_SUPPER = "0"
FEW_COVERS = 8
LAST_ARRIVAL = 22
BASES = {"stay": "", "night": " a night", "person": " a person", "person_night": " a person and night"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the stays of a checkout may choose from, read with one statement; `heads` sit down on each night.

    A sitting without covers is `closed`.
    """

    nights: tuple[date, ...]
    sittings: tuple[tuple[int, time], ...]
    free: Mapping[tuple[int, date], int]
    heads: Mapping[date, int]
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ExtraChoice:
    """A field for an extra, and the parts of the booking that take what it says."""

    extra: Extra
    name: str
    label: str
    parts: tuple[int, ...]


def supper_name(night: date) -> str:
    return f"supper-{night.isoformat()}"


def extra_name(extra_id: int, part: int | None = None) -> str:
    return f"extra-{extra_id}" if part is None else f"extra-{extra_id}-{part}"


def choices_of(house: House, stays: Sequence[ChosenStay], held_by: Sequence[ChosenStay] | None = None) -> Choices:
    """Sittings and free covers on the nights of the stays, those counted as free that `held_by` (the stays themselves
    when None) hold already."""
    of_sitting = resources().of_sitting
    sittings = tuple((own.id, own.begins) for own in house.sittings if own.id in of_sitting)
    nights = sorted({night for chosen in stays for night in chosen.stay})
    left = counters([of_sitting[own] for own, _ in sittings], nights[0], nights[-1] + ONE_NIGHT)
    held: Counter[tuple[int, date]] = Counter()
    heads: Counter[date] = Counter()
    for chosen in stays if held_by is None else held_by:
        held.update({(own, night): chosen.party.heads for night, own in chosen.suppers})
    for chosen in stays:
        heads.update(dict.fromkeys(chosen.stay, chosen.party.heads))
    free = {
        (own, night): left[of_sitting[own]].get(night, 0) + held[own, night] for own, _ in sittings for night in nights
    }
    closed = frozenset(own.id for own in house.sittings if own.covers == 0)
    return Choices(tuple(nights) if sittings else (), sittings, free, heads, closed)


def extra_choices(house: House, stays: Sequence[ChosenStay]) -> tuple[ExtraChoice, ...]:
    """Each extra once, and those of a room once for each of several rooms, last."""
    all_parts = tuple(range(len(stays)))
    shared = [
        ExtraChoice(extra, extra_name(extra.id), extra.name, all_parts if "person" in extra.basis else (0,))
        for extra in house.extras
        if len(stays) == 1 or not extra.of_a_room
    ]
    names = [room_type_of(chosen.room_type_id).name for chosen in stays]
    own = [
        ExtraChoice(extra, extra_name(extra.id, part), f"{extra.name}, room {part + 1}: {name}", (part,))
        for part, name in enumerate(names)
        for extra in house.extras
        if len(stays) > 1 and extra.of_a_room
    ]
    return (*shared, *own)


def arrival_hours(house: House) -> list[tuple[str, str]]:
    """The hours at which somebody may say that they arrive."""
    first = house.check_in_time.hour
    hours = [time(at, minute) for at in range(first, LAST_ARRIVAL + 1) for minute in (0, 30)]
    return [("", "I don’t know yet"), *((at.isoformat("minutes"), f"About {hour(at)}") for at in hours)]


def supper_hours(night: date, choices: Choices, supper_included: bool) -> list[tuple[str, str, dict[str, Any]]]:
    """The hours of a night with places for everybody, and none where the rate does not include supper."""
    hours: list[tuple[str, str, dict[str, Any]]] = []
    for own, begins in choices.sittings:
        free = choices.free[own, night]
        more: dict[str, Any] = {}
        if free < choices.heads[night]:
            more = {"disabled": True, "data-note": "closed" if own in choices.closed else "full"}
        elif free <= FEW_COVERS:
            more = {"data-note": f"{free} places"}
        hours.append((str(own), sitting(begins), more))
    return hours if supper_included else [*hours, (NO_SUPPER, "None", {})]


def with_assistance_dogs(stays: Sequence[ChosenStay], count: int) -> tuple[ChosenStay, ...]:
    """The stays with so many assistance dogs in all: first in the rooms where dogs were counted, the rest in the first.

    So no fee is asked for a dog that was counted and is one.
    """
    left, placed = count, []
    for own in stays:
        here = min(own.party.dogs, left)
        placed.append(replace(own, assistance_dogs=here))
        left -= here
    if left and placed:
        placed[0] = replace(placed[0], assistance_dogs=placed[0].assistance_dogs + left)
    return tuple(placed)
