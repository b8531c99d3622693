"""What is asked of streams of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.kernel.errors import Invalid

Moment = tuple[int, str]
"""An event of a stream: microseconds since 1970, and its name."""

SECOND = 1_000_000
MICROSECOND = timedelta(microseconds=1)
DAY = 86_400 * SECOND

ORDERS = ("ordered", "strict", "unordered")
"""`ordered`: others may lie between the steps. `strict`: nothing may. `unordered`: the steps in any order."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who meets `name` after the step `since` and before the step `until` (both from 0) is spoiled."""

    name: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Question:
    """The steps, how they may lie, within how long of the first (inclusive), and what spoils them.

    Raises `Invalid` for no steps, a step without a name, an unknown order or an exclusion between no two steps.
    """

    steps: tuple[str, ...]
    window: int = DAY
    order: str = "ordered"
    exclusions: tuple[Exclusion, ...] = ()

    def __post_init__(self) -> None:
        if not self.steps or not all(self.steps):
            raise Invalid("Name the steps, in order, with commas between them.")
        if self.order not in ORDERS:
            raise Invalid(f"The order is {', '.join(ORDERS[:-1])} or {ORDERS[-1]}.")
        if self.window < 0:
            raise Invalid("The window is not below 0.")
        for exclusion in self.exclusions:
            if not (exclusion.name and 0 <= exclusion.since < exclusion.until < len(self.steps)):
                raise Invalid("An exclusion is like x:0:1: a name, and two steps of the funnel, counted from 0.")


def read_steps(text: str) -> tuple[str, ...]:
    """`S,P,M`: the names of the steps; one left empty stays, and `Question` refuses it."""
    return tuple(name.strip() for name in text.split(","))


def read_exclusion(text: str) -> Exclusion:
    """`x:0:1`; the name may itself have colons. Raises `Invalid` for anything else."""
    parts = text.rsplit(":", 2)
    name, since, until = parts if len(parts) == 3 else ("", "", "")
    if not (name.strip() and since.isascii() and since.isdigit() and until.isascii() and until.isdigit()):
        raise Invalid("An exclusion is like x:0:1: a name, and two steps of the funnel, counted from 0.")
    return Exclusion(name.strip(), int(since[:9]), int(until[:9]))
