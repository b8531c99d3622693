"""What offers add: the mean outcome of guests with them less that of those held out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil, inf, sqrt

from app.experience.estimates.changes import about
from app.kernel.words import MONTHS
from app.offers.proof.rules.holdout import HALF, HOLDOUT, OFFERS
from app.offers.proof.rules.intervals import always_valid, guests_needed
from app.offers.proof.rules.sample_ratio import ALARM, sample_ratio_p

ADDS, COSTS, CANNOT_TELL = "adds", "costs", "cannot tell yet"

THIN = 30
"""Under so many guests on a side a figure is grey."""

FURTHEST = timedelta(days=3653)
"""Nobody is told of a verdict that is further away."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One guest: their arm, when they first came into it, and what came of them.

    `share` is the expected part of offers among those who were counted when they came; guests are compared with those
    of the same share alone, since another time is another crowd.
    """

    arm: str
    at: datetime
    outcome: float
    share: float = HALF


@dataclass(frozen=True, slots=True)
class Lift:
    """The mean outcome of `offers` guests less that of `held` ones, with its always-valid 95 % interval.

    The figures are None where a side is empty, the interval also where all came out alike. `more` is about how many
    guests a verdict still needs if all goes on as it does, `month_on` the first of the month in which they will have
    come at this rate; None where there is a verdict, or none in sight.
    """

    offers: int
    held: int
    lift: float | None = None
    low: float | None = None
    high: float | None = None
    sample_ratio_p: float | None = None
    more: int | None = None
    month_on: date | None = None

    @property
    def n(self) -> int:
        return self.offers + self.held

    @property
    def verdict(self) -> str:
        """`adds`, `costs` or `cannot tell yet`."""
        return verdict_of(self.low, self.high)

    @property
    def alarm(self) -> bool:
        """The arms are so uneven that nothing may be concluded."""
        return self.sample_ratio_p is not None and self.sample_ratio_p < ALARM

    @property
    def thin(self) -> bool:
        return min(self.offers, self.held) < THIN

    @property
    def words(self) -> str:
        """The verdict as a page says it: cannot tell yet: about 4,100 more guests, at this rate in March 2028."""
        if self.verdict != CANNOT_TELL:
            return self.verdict
        if not self.n:
            return f"{CANNOT_TELL}: no guest has been counted"
        if not (self.offers and self.held):
            return f"{CANNOT_TELL}: nobody {'is held out' if self.offers else 'has seen them'}"
        if self.more is None:
            return f"{CANNOT_TELL}: no sign of a difference"
        needed = f"{CANNOT_TELL}: about {self.more:,} more guests"
        if self.month_on is None:
            return f"{needed}, at this rate not within ten years"
        return f"{needed}, at this rate in {MONTHS[self.month_on.month - 1]} {self.month_on.year}"


def verdict_of(low: float | None, high: float | None) -> str:
    if low is None or high is None or low <= 0 <= high:
        return CANNOT_TELL
    return ADDS if low > 0 else COSTS


def measure(units: Iterable[Unit], now: datetime) -> Lift:
    """The lift of these guests. Who is in neither arm is left out. `now` is what "at this rate" counts up to."""
    sums, first = ArmSums(), None
    for unit in units:
        sums.add(unit)
        first = unit.at if first is None else min(first, unit.at)
    return _told(sums, first, now)


def measure_counted(rows: Iterable[Counted], now: datetime) -> Lift:
    """The same of guests who came (1) or did not (0), from their counts."""
    sums, first = ArmSums(), None
    for row in rows:
        if row.n:
            sums.add_counted(row)
            first = row.first_at if first is None else min(first, row.first_at)
    return _told(sums, first, now)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many guests of an arm as one row, of whom so many came; `share` as of a `Unit`, `first_at` of the first."""

    arm: str
    share: float
    n: int
    came: int
    first_at: datetime


@dataclass(slots=True)
class _Side:
    """So many outcomes of one arm, their sum and the sum of their squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def variance_of_mean(self, lowest: float, highest: float) -> float:
        """As though there were one guest more with the lowest outcome of all and one with the highest.

        Of outcomes 0 and 1 that is the variance of Agresti and Caffo (2000). Without it three guests of three against
        none of three would be a certainty.
        """
        if lowest == highest:
            return 0.0
        n = self.n + 2
        mean = (self.total + lowest + highest) / n
        return max(0.0, (self.squares + lowest * lowest + highest * highest) / n - mean * mean) / n


@dataclass(slots=True)
class ArmSums:
    """The outcomes of both arms, by the share that was expected of them."""

    sides: dict[float, dict[str, _Side]] = field(default_factory=dict)
    lowest: float = inf
    highest: float = -inf

    def add(self, unit: Unit) -> None:
        self._add(unit.arm, unit.share, unit.outcome, 1)

    def add_counted(self, row: Counted) -> None:
        for outcome, count in ((1.0, row.came), (0.0, row.n - row.came)):
            self._add(row.arm, row.share, outcome, count)

    def _add(self, arm: str, share: float, outcome: float, count: int) -> None:
        if arm not in (OFFERS, HOLDOUT) or not count:
            return
        side = self.sides.setdefault(share, {OFFERS: _Side(), HOLDOUT: _Side()})[arm]
        side.n += count
        side.total += count * outcome
        side.squares += count * outcome * outcome
        self.lowest, self.highest = min(self.lowest, outcome), max(self.highest, outcome)

    def count(self, arm: str) -> int:
        return sum(both[arm].n for both in self.sides.values())

    def ratio(self) -> float | None:
        return sample_ratio_p((both[OFFERS].n, both[HOLDOUT].n, share) for share, both in self.sides.items())

    def difference(self) -> tuple[float, float, int] | None:
        """The difference of means with its standard error, and over how many guests; each time by its guests."""
        compared = [both for both in self.sides.values() if both[OFFERS].n and both[HOLDOUT].n]
        n = sum(both[OFFERS].n + both[HOLDOUT].n for both in compared)
        if not n:
            return None
        return *_joined(compared, n, self.lowest, self.highest), n

    def interval(self) -> tuple[float | None, float | None, float | None]:
        found = self.difference()
        if found is None:
            return None, None, None
        lift, se, n = found
        return (lift, *always_valid(lift, se, n)) if se else (lift, None, None)


def _joined(compared: Iterable[Mapping[str, _Side]], n: int, lowest: float, highest: float) -> tuple[float, float]:
    lift = variance = 0.0
    for both in compared:
        offers, held = both[OFFERS], both[HOLDOUT]
        weight = (offers.n + held.n) / n
        lift += weight * (offers.total / offers.n - held.total / held.n)
        variance += weight * weight * sum(side.variance_of_mean(lowest, highest) for side in (offers, held))
    return lift, sqrt(variance)


def _told(sums: ArmSums, first: datetime | None, now: datetime) -> Lift:
    lift, low, high = sums.interval()
    more, month_on = None, None
    found = sums.difference()
    if found is not None and first is not None and verdict_of(low, high) == CANNOT_TELL:
        needed = guests_needed(*found)
        if needed is not None:
            more = about(max(1, needed - found[2]))
            month_on = _month(more, found[2], first, now)
    return Lift(sums.count(OFFERS), sums.count(HOLDOUT), lift, low, high, sums.ratio(), more, month_on)


def _month(more: int, n: int, first: datetime, now: datetime) -> date | None:
    """The first of the month in which so many more will have come, when n came between the two instants."""
    days = max((now - first) / timedelta(days=1), 1.0)
    wait = timedelta(days=ceil(more * days / n)) if more * days / n < FURTHEST.days else None
    return None if wait is None else (now + wait).date().replace(day=1)
