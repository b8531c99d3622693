"""What the stays of a guest show about them. Pure; nothing is concluded from a single stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.booking.history import OwnStay
from app.kernel.words import counted, number
from app.web.filters import sitting
from app.web.search import Search

ENOUGH = 2
"""As often as this, and on more than half of the stays, is a habit."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One conclusion: its kind, what, and from how much."""

    kind: str
    value: str
    source: str


def seen_on(stays: Sequence[OwnStay], house_name: Callable[[int], str], room_name: Callable[[int], str]) -> list[Seen]:
    """Habits of somebody who slept through these stays, by kind, at most one of each."""
    slept = [stay for stay in stays if stay.slept]
    hours = [hour for stay in slept for hour in stay.suppers]
    found = [
        _habit("supper", [sitting(hour) for hour in hours], f"{counted(len(hours), 'supper')} on {_stays(slept)}"),
        _habit("room", [room_name(stay.room_type_id) for stay in slept]),
        _habit("party", [Search(party=stay.party).party_text for stay in slept]),
        _habit("house", [house_name(stay.location_id) for stay in slept]),
    ]
    return [seen for seen in found if seen]


def _habit(kind: str, values: list[str], source: str = "") -> Seen | None:
    for value, times in Counter(values).most_common(1):
        if times >= ENOUGH and 2 * times > len(values):
            words = f"Supper at {value}" if kind == "supper" else value
            return Seen(kind, words, (source or _share(times, len(values))).capitalize())
    return None


def _share(times: int, of: int) -> str:
    if times == of:
        return "both your stays" if of == ENOUGH else f"all {number(of)} of your stays"
    return f"{number(times)} of your {number(of)} stays"


def _stays(slept: Sequence[OwnStay]) -> str:
    return counted(sum(1 for stay in slept if stay.suppers), "stay")
