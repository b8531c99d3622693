"""What is taken most where nothing more is known: shares of what was shown, thin ones drawn to the wider picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

ANYWHERE = ""
"""The situation that says nothing."""


@dataclass(slots=True)
class Popularity:
    """How often each offer was shown, and taken and kept, by situation (weights may be fractions).

    `strength` is how many showings the wider picture counts for: the offer anywhere beside the offer in a situation,
    all offers beside the offer anywhere, and `expected` beside all offers.
    """

    expected: float
    strength: float
    counts: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    _offers: dict[str, tuple[float, float]] = field(init=False, repr=False, compare=False)
    _all: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._sum_up()

    def count(self, rows: Iterable[tuple[str, str, float, float]]) -> None:
        """Takes in (situation, offer, shown, kept)."""
        for situation, offer, shown, kept in rows:
            before = self.counts.get((situation, offer), (0.0, 0.0))
            self.counts[situation, offer] = (before[0] + shown, before[1] + kept)
        self._sum_up()

    def rate(self, offer: str, situation: str = ANYWHERE) -> float:
        """The share that takes and keeps the offer there; of one never shown, what all offers have."""
        own = self._offers.get(offer)
        rate = self._all if own is None else self._drawn(own, self._all)
        here = self.counts.get((situation, offer))
        return rate if here is None else self._drawn(here, rate)

    def order(self, offers: Iterable[str], situation: str = ANYWHERE) -> tuple[str, ...]:
        """The offers, the most popular first; those alike by name."""
        return tuple(sorted(offers, key=lambda offer: (-self.rate(offer, situation), offer)))

    def _drawn(self, counted: tuple[float, float], to: float) -> float:
        shown, kept = counted
        return (kept + self.strength * to) / (shown + self.strength)

    def _sum_up(self) -> None:
        offers: dict[str, tuple[float, float]] = {}
        for (_, offer), (shown, kept) in self.counts.items():
            before = offers.get(offer, (0.0, 0.0))
            offers[offer] = (before[0] + shown, before[1] + kept)
        shown, kept = (sum(column) for column in zip(*offers.values(), strict=True)) if offers else (0.0, 0.0)
        self._offers, self._all = offers, self._drawn((shown, kept), self.expected)
