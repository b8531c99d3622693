"""Whether the arms came out as large as they were meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from math import erfc, sqrt

ALARM = 0.001
"""Below this something is wrong with who was counted, and no lift is to be believed."""


def sample_ratio_p(parts: Iterable[tuple[int, int, float]]) -> float | None:
    """How likely chance alone is to part the guests so unevenly: chi-square with one degree of freedom.

    Each part is (guests with offers, guests held out, expected share with offers), for times in which the share was
    another. None where nobody was counted or nothing was left to chance.
    """
    over = variance = 0.0
    for offers, held, share in parts:
        n = offers + held
        over += offers - n * share
        variance += n * share * (1 - share)
    return erfc(sqrt(over * over / variance / 2)) if variance > 0 else None
