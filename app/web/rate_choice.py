"""What choosing a rate posts: the rooms with who sleeps in each, the rate plan, and the total that was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.availability.sets.rules import MOST_ROOMS, is_spread_of
from app.kernel.errors import Invalid
from app.kernel.party import Party

_CHOICE = re.compile(r"([^:]{1,400}):([1-9]\d{0,17})(?::(\d{1,9}))?", re.ASCII)
_ROOM_TYPE = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_ROOM = re.compile(r"([1-9]\d{0,17})\.(\d{1,2})\.((?:\d{1,2}(?:_\d{1,2}){0,11})?)\.(\d)\.(\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """Room types with who sleeps there, one rate plan for all, and the total in minor units that the guest saw."""

    rooms: tuple[tuple[int, Party], ...]
    plan_id: int
    seen_minor: int | None


def written_choice(rooms: Iterable[tuple[int, Party]], plan_id: int) -> str:
    """The choice of several rooms as a button carries it; that of one room is `<room type>:<plan>`."""
    texts = (
        f"{room_type}.{own.adults}.{'_'.join(map(str, own.children))}.{own.cots}.{own.dogs}" for room_type, own in rooms
    )
    return f"{'+'.join(texts)}:{plan_id}"


def read_choice(text: str, party: Party) -> Choice | None:
    """The choice that a form posted; None for what no page of ours offers.

    The party may be spread over several rooms in any way that leaves nobody behind and no room without an adult:
    whether they fit in is for the domain to say.
    """
    found = _CHOICE.fullmatch(text)
    if found is None:
        return None
    plan_id, seen = int(found[2]), int(found[3]) if found[3] else None
    if _ROOM_TYPE.fullmatch(found[1]):
        return Choice(((int(found[1]), party),), plan_id, seen)
    rooms = [_read_room(room, party) for room in found[1].split("+")]
    own = tuple(room for room in rooms if room is not None)
    if len(own) != len(rooms) or not 1 < len(own) <= MOST_ROOMS:
        return None
    return Choice(own, plan_id, seen) if is_spread_of([there for _, there in own], party) else None


def _read_room(text: str, party: Party) -> tuple[int, Party] | None:
    found = _ROOM.fullmatch(text)
    if found is None:
        return None
    ages = tuple(int(age) for age in found[3].split("_") if age)
    try:
        return int(found[1]), Party(int(found[2]), ages, int(found[4]), int(found[5]), party.needs)
    except Invalid:
        return None
