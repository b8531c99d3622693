"""What goes with leaving: the odds of booking with a signal against without it. Association, not cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from app.experience.estimates.normal import SIGNIFICANT, Z, two_sided


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds ratio of a signal against booking: below 1 it goes with leaving. `lost` is bookings, not rounded."""

    odds: float
    low: float
    high: float
    lost: float
    p: float


def odds(sv: int, fv: int, st: int, ft: int) -> Odds:
    """Of `st` who booked `sv` showed the signal, of `ft` who left `fv` did. One is added to each of the four cells.

    The 95 % interval and p are those of the log of the odds ratio over the cells with the one added (Woolf 1955).
    `lost` is what would have booked had those with the signal booked like those without it, less what did; never
    below 0, and 0 where everybody showed it. Raises `ValueError` for more with the signal than there are.
    """
    if not (0 <= sv <= st and 0 <= fv <= ft):
        raise ValueError("more showed the signal than there are")
    cells = (sv + 1, ft - fv + 1, st - sv + 1, fv + 1)
    logged = log(cells[0] * cells[1] / (cells[2] * cells[3]))
    se = sqrt(sum(1 / cell for cell in cells))
    without = (st - sv) + (ft - fv)
    lost = max(0.0, (sv + fv) * (st - sv) / without - sv) if without else 0.0
    ratio = cells[0] * cells[1] / (cells[2] * cells[3])
    return Odds(ratio, exp(logged - Z * se), exp(logged + Z * se), lost, two_sided(logged / se))


def holm(ps: Sequence[float], level: float = SIGNIFICANT) -> list[bool]:
    """Which of several tests are significant together at the level, each in its place (Holm 1979)."""
    found = [False] * len(ps)
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        if ps[place] > level / (len(ps) - rank):
            break
        found[place] = True
    return found
