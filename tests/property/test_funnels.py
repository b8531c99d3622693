"""The counting engine against one that tries every order of what happened at one instant, event by event."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby, permutations, product

import pytest

from app.experience.funnel.rules import ORDERS, Exclusion, Moment, Question, reached

NAMES = "SVVIxb"
FUNNELS = [("S",), ("S", "V"), ("S", "V", "I"), ("S", "V", "V"), ("V", "V", "V"), ("S", "V", "S"), ("I", "S", "V", "I")]


def orders_of(stream: Sequence[Moment]) -> Iterator[list[Moment]]:
    """Every order in which the events can have happened."""
    instants = [list(own) for _, own in groupby(sorted(stream), key=lambda moment: moment[0])]
    for chosen in product(*(set(permutations(own)) for own in instants)):
        yield list(chain.from_iterable(chosen))


def attempt(stream: Sequence[Moment], start: int, question: Question) -> tuple[int, ...]:
    """What begins with that event, in this very order."""
    last = stream[start][0] + question.window
    left, times = Counter(question.steps), []
    for at, name in stream[start:]:
        if at > last or len(times) == len(question.steps):
            break
        wanted = left[name] > 0 if question.order == "unordered" else name == question.steps[len(times)]
        if wanted:
            left[name] -= 1
            times.append(at)
        elif question.order == "strict":
            break
    return tuple(times)


def spoiled(stream: Sequence[Moment], times: tuple[int, ...], question: Question) -> bool:
    def hit(one: Exclusion) -> bool:
        if len(times) <= one.since:
            return False
        end = times[one.until] if len(times) > one.until else times[0] + question.window + 1
        return any(name == one.name and times[one.since] < at < end for at, name in stream)

    return any(map(hit, question.exclusions))


def expected(stream: Sequence[Moment], question: Question) -> tuple[int, ...]:
    """Of what can begin at one instant the deepest is the attempt, of those the earliest."""
    firsts = set(question.steps) if question.order == "unordered" else {question.steps[0]}
    found: dict[int, tuple[int, ...]] = {}
    for order in orders_of(stream):
        for start, (at, name) in enumerate(order):
            if name in firsts:
                found[at] = min(found.get(at, ()), attempt(order, start, question), key=lambda one: (-len(one), one))
    deepest = max(map(len, found.values()), default=0)
    whole = [one for one in found.values() if len(one) == deepest and not spoiled(stream, one, question)]
    return min(whole, default=())


@pytest.mark.parametrize("order", ORDERS)
def test_the_engine_agrees_with_trying_everything(order: str, count: Callable[[int, int], int]) -> None:
    chance = random.Random(f"funnels {order}")
    met: Counter[int] = Counter()
    for _ in range(count(150, 2000)):
        steps = chance.choice(FUNNELS)
        exclusions = ()
        if len(steps) > 1 and chance.random() < 0.4:
            since = chance.randrange(len(steps) - 1)
            exclusions = (Exclusion(chance.choice("xb"), since, chance.randrange(since + 1, len(steps))),)
        question = Question(steps, chance.choice((0, 2, 4, 40)), order, exclusions)
        stream = sorted(
            (chance.randrange(chance.choice((4, 9))), chance.choice(NAMES)) for _ in range(chance.randrange(8))
        )
        assert reached(stream, question) == expected(stream, question), (stream, question)
        met[len(reached(stream, question))] += 1
    assert set(met) >= {0, 1, 2, 3}, "the streams reach every depth"
