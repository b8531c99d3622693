"""An interval that says 95 % holds the truth about as often, at any number of answers that a house may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from random import Random

import pytest

from app.experience.estimates import CES, mean_of, nps_of, wilson

SIZES = (10, 20, 50, 200)
LEAST, MOST = 0.93, 0.975

RECOMMEND = (0.01, 0.005, 0.01, 0.015, 0.02, 0.04, 0.06, 0.12, 0.2, 0.22, 0.3)
"""How often each score 0 to 10 is given, as a house of ours might have it."""

EASY = (0.04, 0.05, 0.08, 0.13, 0.22, 0.26, 0.22)
"""How often each answer 1 to 7 is given."""


def drawn(random: Random, shares: tuple[float, ...], lowest: int, n: int) -> Counter[int]:
    return Counter(random.choices(range(lowest, lowest + len(shares)), cum_weights=[*accumulate(shares)], k=n))


@pytest.mark.parametrize("n", SIZES)
def test_nps(n: int, count: Callable[[int, int], int]) -> None:
    truth = 100 * (sum(RECOMMEND[9:]) - sum(RECOMMEND[:7]))
    random, rounds = Random(f"nps {n}"), count(1_000, 20_000)
    held = 0
    for _ in range(rounds):
        found = nps_of(drawn(random, RECOMMEND, 0, n))
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert LEAST - slack(rounds) <= held / rounds <= MOST + slack(rounds)


@pytest.mark.parametrize("n", SIZES)
def test_mean(n: int, count: Callable[[int, int], int]) -> None:
    truth = sum(value * share for value, share in zip(CES.values, EASY, strict=True))
    random, rounds = Random(f"ces {n}"), count(1_000, 20_000)
    held = 0
    for _ in range(rounds):
        found = mean_of(drawn(random, EASY, 1, n))
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert LEAST - slack(rounds) <= held / rounds <= MOST + slack(rounds)


@pytest.mark.parametrize("n", SIZES)
def test_wilson(n: int, count: Callable[[int, int], int]) -> None:
    """In the mean over the shares from 5 to 95 %: for a single one it goes up and down with n (Brown et al. 2001)."""
    random, rounds = Random(f"share {n}"), count(3_000, 60_000)
    held = 0
    for _ in range(rounds):
        truth = random.uniform(0.05, 0.95)
        found = wilson(sum(random.random() < truth for _ in range(n)), n)
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert LEAST - slack(rounds) <= held / rounds <= MOST + slack(rounds)


def slack(rounds: int) -> float:
    """Two standard errors of the share that is counted: a short run is no less sure of its promise, only coarser."""
    return 2 * (0.95 * 0.05 / rounds) ** 0.5
