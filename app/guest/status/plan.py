"""The drawn plan of a house: places with the number and the state of what stands there, in the units of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.facilities import ACROSS, DOWN, Place, place_of
from app.guest.status.rows import Row

SQUARE = 10
INSIDE = frozenset({"restaurant", "heating", "hot_water", "wifi", "lift"})
"""What stands under the roof."""
ROOMY = 6.4
"""How wide a letter is at most."""
TALL = 46
"""A place is at least so deep that has its name under its mark."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One place: its corner, its size, the middle of its mark, and its name where there is room for it.

    The name stands under the mark, or `beside` it.
    """

    number: int
    kind: str
    state: str
    x: int
    y: int
    width: int
    height: int
    mark_x: int
    mark_y: int
    label: str
    beside: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole drawing. `roof` is the outline of the house, None where nothing stands inside."""

    width: int
    height: int
    roof: tuple[int, int, int, int] | None
    places: tuple[Drawn, ...]
    words: str


def plan_of(name: str, rows: Sequence[Row]) -> Plan:
    """The plan of a house; what is drawn last lies on top."""
    placed = [(row, place_of(row.kind, row.plan)) for row in rows]
    under = [place for row, place in placed if row.kind in INSIDE]
    amiss = [f"{row.name}: {row.state_word.lower()}" for row in rows if row.state != "fine"]
    words = "; ".join(amiss) if amiss else "everything works"
    return Plan(
        ACROSS * SQUARE,
        DOWN * SQUARE,
        _roof(under) if under else None,
        tuple(_drawn(row, place) for row, place in sorted(placed, key=lambda one: one[0].kind != "road")),
        f"Plan of {name}: {words}. The list beside it says the same.",
    )


def _roof(places: Sequence[Place]) -> tuple[int, int, int, int]:
    left, top = min(one.left for one in places), min(one.top for one in places)
    right, foot = max(one.left + one.width for one in places), max(one.top + one.depth for one in places)
    return left * SQUARE - 5, top * SQUARE - 5, (right - left) * SQUARE + 10, (foot - top) * SQUARE + 10


def _drawn(row: Row, place: Place) -> Drawn:
    x, y, width, height = (side * SQUARE for side in (place.left, place.top, place.width, place.depth))
    fits = width >= len(row.name) * ROOMY and height >= TALL
    beside = not fits and width >= len(row.name) * ROOMY + 44
    mark_x = x + 18 if beside else x + width // 2
    mark_y = y + height // 2 - (8 if fits else 0)
    label = row.name if fits or beside else ""
    return Drawn(row.number, row.kind, row.state, x, y, width, height, mark_x, mark_y, label, beside)
