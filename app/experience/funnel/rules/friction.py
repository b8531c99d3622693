"""Which signals go with leaving, by what they may have cost. Association, not cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.experience.estimates import Odds, Share, holm, odds, wilson

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Hindrance(Generic[Key]):
    """A signal: `booked` and `left` showed it, of `all_booked` and `all_left`.

    `significant` holds at 5 % for all signals that were ranked together (Holm 1979).
    """

    name: Key
    booked: int
    left: int
    all_booked: int
    all_left: int
    odds: Odds
    significant: bool

    @property
    def shown(self) -> int:
        return self.booked + self.left

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.booked, self.left, self.all_booked, self.all_left

    @property
    def still_booked(self) -> Share:
        """Of those who showed it."""
        return wilson(self.booked, self.shown)


def shown_by(streams: Iterable[Collection[str]], goal: str) -> tuple[dict[str, tuple[int, int]], int, int]:
    """For every other name how many with the goal showed it and how many without; then all with it, all without.

    A stream is the names that one unit showed.
    """
    booked: Counter[str] = Counter()
    left: Counter[str] = Counter()
    all_booked = all_left = 0
    for names in streams:
        shown = set(names)
        if goal in shown:
            all_booked += 1
            booked.update(shown)
        else:
            all_left += 1
            left.update(shown)
    signals = sorted({*booked, *left} - {goal})
    return {name: (booked[name], left[name]) for name in signals}, all_booked, all_left


def ranked(shown: Mapping[Key, tuple[int, int, int, int]]) -> list[Hindrance[Key]]:
    """The signals that cost most bookings first; each key with its booked, left, all booked and all left.

    Among those that cost the same, the smaller odds ratio comes first.
    """
    found = {key: odds(*counts) for key, counts in shown.items()}
    sure = holm([one.p for one in found.values()])
    hindrances = [
        Hindrance(key, *shown[key], one, significant)
        for (key, one), significant in zip(found.items(), sure, strict=True)
    ]
    return sorted(hindrances, key=lambda one: (-one.odds.lost, one.odds.odds, str(one.name)))
