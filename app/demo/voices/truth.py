"""What it is really like to stay at the demo's houses, which their guests' answers let through. Pure.

Rooms and suppers decide whether a house is recommended; a garden pleases and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

PARTS = ("csat_arrival", "csat_room", "csat_supper", "csat_garden", "csat_leaving")
WEIGHTS: Mapping[str, float] = {
    "csat_arrival": 0.13,
    "csat_room": 0.45,
    "csat_supper": 0.26,
    "csat_garden": 0.02,
    "csat_leaving": 0.14,
}
"""How much each part of a stay moves the likelihood to recommend."""

USUAL = 4.35
HOUSES: Mapping[str, tuple[float, float, float, float, float]] = {
    "combe-harrow": (4.55, 4.50, 4.60, 4.70, 4.40),
    "saltings": (4.45, 4.05, 4.45, 4.50, 4.30),
    "withy-moor": (4.40, 4.40, 4.55, 4.40, 4.35),
    "lyndhay": (4.40, 4.35, 4.30, 4.60, 3.75),
    "oast-end": (3.85, 4.30, 4.25, 4.45, 4.25),
}
"""How good arrival, room, supper, garden and leaving are, on the scale of 1 to 5."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something changed at a house so many days before today: a cook left, the windows were mended."""

    house: str
    part: str
    days_ago: int
    by: float


TURNS = (
    Turn("withy-moor", "csat_supper", 84, -1.6),
    Turn("saltings", "csat_room", 150, 0.45),
)


def quality(house: str, part: str, departure: date, today: date) -> float:
    """How good that part of a stay was on average for those who left then; about 3.5 to 4.8."""
    found = HOUSES.get(house, (USUAL,) * len(PARTS))[PARTS.index(part)]
    return found + sum(
        turn.by
        for turn in TURNS
        if turn.house == house and turn.part == part and departure >= today - timedelta(days=turn.days_ago)
    )
