"""What a change makes of a rate, and which rates may stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from app.kernel.money import BASIS_POINTS, rounded_half_up


class Cell(NamedTuple):
    """A rate's place: the night of a room type on a plan with rates of its own."""

    night: date
    room_type_id: int
    rate_plan_id: int


class Scope(NamedTuple):
    """A restriction's place: `scope` is `location`, `room_type` or `rate_plan`, `scope_id` its id."""

    night: date
    scope: str
    scope_id: int


MOVES = ("set", "up", "down", "up_percent", "down_percent")


@dataclass(frozen=True, slots=True)
class Move:
    """What is done to a rate: `amount` is in minor units, for percents in basis points; then rounded half up."""

    kind: str
    amount: int
    round_to_minor: int = 1

    def of(self, before_minor: int | None) -> int | None:
        """The new rate; None where there is none that could be moved. It may be nought or less: that is refused."""
        if self.kind == "set":
            return self.amount
        if before_minor is None:
            return None
        sign = -1 if self.kind.startswith("down") else 1
        if self.kind.endswith("percent"):
            exactly, over = before_minor * (BASIS_POINTS + sign * self.amount), BASIS_POINTS
        else:
            exactly, over = before_minor + sign * self.amount, 1
        return rounded_half_up(exactly, over * self.round_to_minor) * self.round_to_minor


@dataclass(frozen=True, slots=True)
class Limits:
    """All that a night forbids in one scope; `None` is no such rule."""

    closed: bool = False
    closed_to_arrival: bool = False
    closed_to_departure: bool = False
    min_stay_arrival: int | None = None
    min_stay_through: int | None = None
    max_stay: int | None = None

    def changed(self, rules: Mapping[str, Any]) -> Limits:
        """These limits with some of them set anew."""
        return replace(self, **rules)


FREE = Limits()
"""A night that forbids nothing."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which rates a room type may be sold, both included."""

    floor_minor: int
    ceiling_minor: int

    def holds(self, amount_minor: int) -> bool:
        return self.floor_minor <= amount_minor <= self.ceiling_minor

    def nearest(self, amount_minor: int) -> int:
        """The rate that lies within and is nearest."""
        return min(max(amount_minor, self.floor_minor), self.ceiling_minor)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that somebody makes: a move of some rates, restrictions of some nights, or both.

    `amounts` are rates as they shall be, cell by cell, instead of a move. `rules` name only what changes; `limits` are
    such rules scope by scope, instead of the same ones for all `scopes`.
    """

    cells: tuple[Cell, ...] = ()
    move: Move | None = None
    amounts: Mapping[Cell, int] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[Scope, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def ruled(self) -> Mapping[Scope, Mapping[str, Any]]:
        """Which rules change in which scope."""
        return self.limits or dict.fromkeys(self.scopes, self.rules)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed when its form was made: the version of the published prices, the draft and its revision.

    Without a draft, `draft_id` and `revision` are 0.
    """

    prices: int = 0
    draft_id: int = 0
    revision: int = 0

    def __str__(self) -> str:
        return f"{self.prices}.{self.draft_id}.{self.revision}"

    @classmethod
    def read(cls, words: str) -> Seen:
        """What a form carried; where that is unreadable, something that nobody can have seen."""
        parts = words.split(".")
        if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            return cls(*map(int, parts))
        return cls(-1, -1, -1)
