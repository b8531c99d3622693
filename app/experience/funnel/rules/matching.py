"""How far one unit went.

An attempt starts at an event of the first step (unordered: of any) and takes what follows within the window. Events of
the same instant may be put in any order, and one event serves one step. So whatever starts at one instant is one
attempt.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from app.experience.funnel.rules.question import Moment, Question
from app.experience.funnel.rules.strict import strict_attempts

Attempt = tuple[int, ...]
"""The instants at which an attempt reached its steps; as long as it is deep."""

Places = Mapping[str, list[int]]
"""The instants of each name, in order."""


def reached(stream: Sequence[Moment], question: Question) -> Attempt:
    """The attempt by which the unit counts: the first of the deepest that nothing spoiled; else ().

    Where every attempt of the greatest depth is spoiled the unit counts at no step.
    """
    deepest = 0
    counted: Attempt = ()
    met = _places(stream) if question.exclusions else {}
    for attempt in _ATTEMPTS[question.order](stream, question):
        if len(attempt) < deepest or len(attempt) == len(counted):
            continue
        deepest = len(attempt)
        if not _spoiled(attempt, question, met):
            counted = attempt
            if deepest == len(question.steps):
                break
    return counted if len(counted) == deepest else ()


def _spoiled(attempt: Attempt, question: Question, met: Places) -> bool:
    """Whether an excluded event lies after the one step and before the other, or before the window's end."""
    for exclusion in question.exclusions:
        if exclusion.since < len(attempt):
            own = met.get(exclusion.name, ())
            place = bisect_right(own, attempt[exclusion.since])
            if place == len(own):
                continue
            if exclusion.until < len(attempt):
                if own[place] < attempt[exclusion.until]:
                    return True
            elif own[place] <= attempt[0] + question.window:
                return True
    return False


def _ordered_attempts(stream: Sequence[Moment], question: Question) -> Iterator[Attempt]:
    places = _places(stream)
    begun = None
    for at in places.get(question.steps[0], ()):
        if at != begun:
            begun = at
            yield _followed(at, places, question)


def _followed(begun: int, places: Places, question: Question) -> Attempt:
    """For each further step the earliest event that is unused and not before the last."""
    first, *others = question.steps
    used = {first: bisect_left(places[first], begun)}
    times, last = [begun], begun + question.window
    for name in others:
        own = places.get(name, ())
        place = bisect_left(own, times[-1], used.get(name, -1) + 1)
        if place == len(own) or own[place] > last:
            break
        used[name] = place
        times.append(own[place])
    return tuple(times)


def _unordered_attempts(stream: Sequence[Moment], question: Question) -> Iterator[Attempt]:
    wanted = Counter(question.steps)
    places = _places(stream)
    for begun in sorted({at for name in wanted for at in places.get(name, ())}):
        times = []
        for name, count in wanted.items():
            own = places.get(name, ())
            place = bisect_left(own, begun)
            times += [at for at in own[place : place + count] if at <= begun + question.window]
        yield tuple(sorted(times))


def _places(stream: Sequence[Moment]) -> Places:
    found: dict[str, list[int]] = {}
    for at, name in stream:
        own = found.get(name)
        if own is None:
            found[name] = [at]
        else:
            own.append(at)
    return found


_ATTEMPTS: dict[str, Callable[[Sequence[Moment], Question], Iterator[Attempt]]] = {
    "ordered": _ordered_attempts,
    "unordered": _unordered_attempts,
    "strict": strict_attempts,
}
