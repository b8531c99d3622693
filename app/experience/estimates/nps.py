"""Net promoter score with its adjusted Wald interval (Rocks 2016)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from app.experience.estimates.changes import Change, more_needed, nothing, verdict_of
from app.experience.estimates.normal import THIN, Z, two_sided
from app.experience.estimates.weights import n_eff

PROMOTER, DETRACTOR = 9, 6
"""The lowest score of a promoter and the highest of a detractor; who gives 7 or 8 is passive."""

MOST = 100.0

MATTERS = 10.0
"""Points: a smaller change of an NPS is not acted on."""


@dataclass(frozen=True, slots=True)
class Nps:
    """In points from -100 to 100: the plain score, and the adjusted one with its standard error and 95 % interval.

    The figures are None where nobody answered: that is no data, not 0.
    """

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float | None = None
    adjusted: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def thin(self) -> bool:
        return self.n < THIN

    @property
    def lacks(self) -> int:
        """Answers until it is no longer thin."""
        return max(0, THIN - self.n)


@dataclass(frozen=True, slots=True)
class WeightedNps:
    """The score of weighted answers with a plain Wald interval over Kish's effective n; None where there is no weight.

    `n` answers have a weight above 0.
    """

    n: int
    score: float | None = None
    n_eff: float | None = None
    low: float | None = None
    high: float | None = None


def nps(promoters: int, passives: int, detractors: int) -> Nps:
    """The NPS of that many of each. 3 answers are added for the interval: 3/4 promoters, 3/4 detractors, the rest
    passive.

    Raises `ValueError` for a negative count.
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("fewer than none answered")
    n = promoters + passives + detractors
    if n == 0:
        return Nps(0, 0, 0, 0)
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    adjusted, se = 100 * (p - d), 100 * sqrt((p + d - (p - d) ** 2) / (n + 3))
    low, high = max(-MOST, adjusted - Z * se), min(MOST, adjusted + Z * se)
    return Nps(n, promoters, passives, detractors, 100 * (promoters - detractors) / n, adjusted, se, low, high)


def nps_of(counts: Mapping[int, int]) -> Nps:
    """The NPS of so many answers of each score 0 to 10."""
    promoters = sum(count for score, count in counts.items() if score >= PROMOTER)
    detractors = sum(count for score, count in counts.items() if score <= DETRACTOR)
    return nps(promoters, sum(counts.values()) - promoters - detractors, detractors)


def nps_change(earlier: Nps, later: Nps, smallest: float = MATTERS) -> Change:
    """The later adjusted score minus the earlier one, in points; overlapping intervals decide nothing."""
    if earlier.adjusted is None or later.adjusted is None or earlier.se is None or later.se is None:
        return nothing()
    difference = later.adjusted - earlier.adjusted
    se = sqrt(earlier.se**2 + later.se**2)
    z = difference / se
    p = two_sided(z)
    verdict = verdict_of(p)
    variances = earlier.se**2 * (earlier.n + 3) + later.se**2 * (later.n + 3)
    more = 0 if verdict == "change" else more_needed(Z * se, variances, min(earlier.n, later.n), smallest)
    return Change(difference, z, p, difference - Z * se, difference + Z * se, verdict, more)


def weighted_nps(answers: Iterable[tuple[int, float]]) -> WeightedNps:
    """The NPS of (score 0 to 10, weight) pairs; weights are not negative and are used as they are."""
    pairs = [(score, weight) for score, weight in answers if weight > 0]
    if not pairs:
        return WeightedNps(0)
    weights = [weight for _, weight in pairs]
    total, effective = sum(weights), n_eff(weights)
    p = sum(weight for score, weight in pairs if score >= PROMOTER) / total
    d = sum(weight for score, weight in pairs if score <= DETRACTOR) / total
    score, half = 100 * (p - d), 100 * Z * sqrt(max(0.0, p + d - (p - d) ** 2) / effective)
    return WeightedNps(len(pairs), score, effective, max(-MOST, score - half), min(MOST, score + half))
