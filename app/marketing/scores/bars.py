"""The answers of a scale side by side."""

from __future__ import annotations

from dataclasses import dataclass

from app.insight.voices import Ces


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """One answer of a scale; `share` of all and `height` of the commonest, both 0 to 1."""

    name: str
    count: int
    share: float
    height: float
    ink: str


def ces_bars(ces: Ces) -> list[ScaleBar]:
    """1 to 7: up to 3 is bad, from 5 on good."""
    most, n = max(ces.counts), sum(ces.counts)
    inks = ("bad", "bad", "bad", "plain", "good", "good", "good")
    return [
        ScaleBar(str(place + 1), count, count / n, count / most, inks[place]) for place, count in enumerate(ces.counts)
    ]
