"""Whether telling guests spares them from asking: contacts before and after, against bookings alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import variance

from app.experience.estimates.normal import THIN, Z

WINDOW = timedelta(days=7)
"""How long before and after the message contacts are counted."""

LEAST = timedelta(days=1)
"""Sooner after the message nothing can be told."""

LEADS = (7, 30, 90)
"""Days from the message to the arrival at which one band of lead time ends and the next begins."""


@dataclass(frozen=True, slots=True)
class One:
    """A booking: how many days before its arrival the message went, and how often its guest made contact in the window
    before it and in one as long after it."""

    lead_days: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Deflection:
    """Contacts per booking before and after the message: of those told, and of bookings of the same house and lead
    that were not. `difference` is the change of the told less that of the others, with its 95 % interval; None where
    there is too little of either, or nobody made any contact at all, which says nothing of how often they would. `days`
    is how long each window is, 0 where it is too early; `left_out` counts told bookings without any of their lead to
    compare with.
    """

    days: float
    told: int
    others: int
    left_out: int = 0
    told_before: float | None = None
    told_after: float | None = None
    others_before: float | None = None
    others_after: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def verdict(self) -> str:
        """`fewer`, `more`, `no change`, `too early`, or `cannot tell yet` under 30 bookings on either side."""
        if not self.days:
            return "too early"
        if self.low is None or self.high is None or min(self.told, self.others) < THIN:
            return "cannot tell yet"
        return "fewer" if self.high < 0 else "more" if self.low > 0 else "no change"

    @property
    def needed(self) -> int:
        """How many more bookings that were told, or others, it takes for a verdict."""
        return max(THIN - min(self.told, self.others), 0)


def window(told_at: datetime, now: datetime) -> timedelta:
    """How long both windows are: seven days, or the time since the message where that is shorter; nothing before a
    day has passed."""
    length = min(WINDOW, now - told_at)
    return length if length >= LEAST else timedelta(0)


def deflection(told: Sequence[One], others: Sequence[One], days: float) -> Deflection:
    """The difference in differences, stratified by lead: in each band the mean change of the told less that of the
    others, weighted by how many were told there. Its variance is the weighted sum of those of the means.
    """
    bands = _bands(told), _bands(others)
    usable = {band: own for band, own in bands[0].items() if len(own) > 1 and len(bands[1].get(band, ())) > 1}
    kept = [one for own in usable.values() for one in own]
    like = {band: bands[1][band] for band in usable}
    alike = [one for own in like.values() for one in own]
    left_out = len(told) - len(kept)
    if not kept:
        return Deflection(days, 0, 0, left_out)
    share = {band: len(own) / len(kept) for band, own in usable.items()}
    if not any(one.before or one.after for one in (*kept, *alike)):
        return Deflection(days, len(kept), len(alike), left_out, 0, 0, 0, 0)
    difference, spread = 0.0, 0.0
    for band, own in usable.items():
        mine, theirs = [one.after - one.before for one in own], [one.after - one.before for one in like[band]]
        difference += share[band] * (_mean(mine) - _mean(theirs))
        spread += share[band] ** 2 * (variance(mine) / len(mine) + variance(theirs) / len(theirs))
    half = Z * sqrt(spread)
    return Deflection(
        days,
        len(kept),
        len(alike),
        left_out,
        _mean([one.before for one in kept]),
        _mean([one.after for one in kept]),
        sum(share[band] * _mean([one.before for one in own]) for band, own in like.items()),
        sum(share[band] * _mean([one.after for one in own]) for band, own in like.items()),
        difference,
        difference - half,
        difference + half,
    )


def _bands(ones: Sequence[One]) -> Mapping[int, list[One]]:
    found: dict[int, list[One]] = {}
    for one in ones:
        found.setdefault(sum(one.lead_days > most for most in LEADS), []).append(one)
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
