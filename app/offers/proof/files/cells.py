"""Numbers in the cells of a file."""

from __future__ import annotations

from app.experience.tables import finite

MOST = 1e12
"""Nothing that a guest does is worth more, in any unit; beyond it sums of squares would lose their digits."""


class NoLine(Exception):
    """A line that cannot be used; says why."""


def number_in(cell: str, column: str) -> float:
    """The number; raises `NoLine` for what is none or beyond a million million to either side of 0."""
    value = finite(cell)
    if value is None:
        raise NoLine(f"{column} is no number")
    if abs(value) > MOST:
        raise NoLine(f"{column} is beyond {MOST:,.0f}")
    return value


def share_in(cell: str, column: str) -> float:
    """A probability from 0 to 1; raises `NoLine` otherwise."""
    value = number_in(cell, column)
    if not 0 <= value <= 1:
        raise NoLine(f"{column} is not from 0 to 1")
    return value
