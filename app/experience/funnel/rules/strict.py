"""Attempts whose steps follow on each other in the whole stream, with nothing between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.experience.funnel.rules.question import Moment, Question

Instant = tuple[int, list[str]]
"""All that happened at one instant."""


def strict_attempts(stream: Sequence[Moment], question: Question) -> Iterator[tuple[int, ...]]:
    """From each instant the deepest run, of those the earliest; what happened at one instant may lie in any order."""
    instants: list[Instant] = []
    for at, name in stream:
        if instants and instants[-1][0] == at:
            instants[-1][1].append(name)
        else:
            instants.append((at, [name]))
    for place, (_, names) in enumerate(instants):
        if question.steps[0] in names:
            yield min(_runs(instants, place, question), key=lambda times: (-len(times), times))


def _runs(instants: Sequence[Instant], place: int, question: Question) -> Iterator[tuple[int, ...]]:
    """The runs that begin at one instant: by how many of its events they take, which stand last there; most first."""
    steps = question.steps
    begun, names = instants[place]
    for taken in range(_fitting(steps, 0, names), 0, -1):
        times = [begun] * taken
        for number in range(place + 1, len(instants)):
            at, others = instants[number]
            if len(times) == len(steps) or at > begun + question.window:
                break
            fits = _fitting(steps, len(times), others)
            times += [at] * fits
            if fits < len(others):
                break
        yield tuple(times)


def _fitting(steps: Sequence[str], done: int, names: Sequence[str]) -> int:
    """How many of the steps that are not done yet these names serve, one after the other."""
    if len(names) == 1:
        return 1 if steps[done] == names[0] else 0
    left = Counter(names)
    fits = 0
    for name in steps[done:]:
        if not left[name]:
            break
        left[name] -= 1
        fits += 1
    return fits
