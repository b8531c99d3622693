"""From how far each unit went to the counts of the steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from app.experience.estimates import Share, wilson
from app.experience.funnel.rules.question import SECOND


@dataclass(frozen=True, slots=True)
class Step:
    """How many reached the step, which share that is of the first step's, and how long after the step before.

    The seconds are None on the first step and where nobody arrived.
    """

    name: str
    count: int
    share: Share
    mean_seconds: float | None = None
    median_seconds: float | None = None


def tally(steps: Sequence[str], attempts: Iterable[Sequence[int]]) -> tuple[Step, ...]:
    """The steps' counts; each attempt is the instants at which one unit reached its steps, as `reached` answers."""
    counts = [0] * len(steps)
    waits: list[list[int]] = [[] for _ in steps]
    for attempt in attempts:
        for place, at in enumerate(attempt):
            counts[place] += 1
            if place:
                waits[place].append(at - attempt[place - 1])
    return tuple(
        Step(name, count, wilson(count, counts[0]), _mean(took), _median(took))
        for name, count, took in zip(steps, counts, waits, strict=True)
    )


def _mean(took: Sequence[int]) -> float | None:
    return sum(took) / len(took) / SECOND if took else None


def _median(took: Sequence[int]) -> float | None:
    return median(took) / SECOND if took else None
