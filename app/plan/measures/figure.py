"""A measure's figure with its interval: a share, an NPS, a mean or a sum by another, from counted answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from app.experience.estimates import (
    THIN,
    Change,
    Mean,
    Nps,
    Share,
    mean_change,
    mean_of,
    nps_change,
    nps_of,
    share_change,
    wilson,
)
from app.experience.estimates.ratios import ratio_of
from app.kernel.words import money

SHARE, NPS, MEAN = "share", "nps", "mean"
RATE, MONEY = "rate", "money"
"""A sum by another: a share of it, or an amount. Their smallest change that matters is a tenth unless told."""

A_TENTH = 0.1
FOUR_WEEKS = 28
"""Nights at a house, each weekday four times: a sum by another may be judged by so many, all else by `THIN`."""
NO_DATA = "no data"
MINUS = "−"
MANY = 1000
"""From so many on a share is told with a decimal."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is 0 to 1 for a share or a rate, points for an NPS, of its scale for a mean, pounds or what else the
    `currency` is for money; None where nothing was counted."""

    kind: str
    estimate: Share | Nps | Mean
    currency: str = ""

    @property
    def n(self) -> int:
        return self.estimate.n

    @property
    def thin(self) -> bool:
        return self.estimate.thin

    @property
    def lacks(self) -> int:
        """How many more it takes to judge it."""
        return max(0, (FOUR_WEEKS if self.kind in (RATE, MONEY) else THIN) - self.n)

    @property
    def value(self) -> float | None:
        one = self.estimate
        return one.share if isinstance(one, Share) else one.score if isinstance(one, Nps) else one.mean

    @property
    def low(self) -> float | None:
        return self.estimate.low

    @property
    def high(self) -> float | None:
        return self.estimate.high

    @property
    def thousandths(self) -> int | None:
        return None if self.value is None else round(self.value * 1000)

    @property
    def words(self) -> str:
        """`74%`, `34.0%` where many were counted, `45`, `5.5`, `£142.30`; `no data`."""
        return self.words_of(self.value)

    @property
    def interval_words(self) -> str:
        """`70 to 78`; empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.bare(self.low)} to {self.bare(self.high)}"

    def words_of(self, value: float | None) -> str:
        """Another value of the same measure, as this one is written."""
        if value is None:
            return NO_DATA
        return f"{self.bare(value)}%" if self.kind in (SHARE, RATE) else self.bare(value)

    def aim_words(self, thousandths: int) -> str:
        """An aim of the same measure as it was typed, with the decimal it has: `40.5%`, `45.5`, `£142.30`."""
        aim = thousandths / 1000
        if self.kind == MONEY:
            return self.words_of(aim)
        return f"{100 * aim:g}%" if self.kind in (SHARE, RATE) else _signed(f"{aim:g}")

    def bare(self, value: float) -> str:
        if self.kind in (SHARE, RATE):
            return f"{100 * value:.{1 if self.n >= MANY or self.kind == RATE else 0}f}"
        if self.kind == MONEY:
            return _signed(money(round(100 * value), self.currency, pence=True))
        return f"{value:.0f}" if self.kind == NPS else f"{value:.1f}"

    def difference_words(self, difference: float) -> str:
        """`+9 points`, `-0.4`, `+£8.40`."""
        if self.kind == MEAN:
            return _signed(f"{difference:+.1f}")
        if self.kind == MONEY:
            return f"{'+' if difference >= 0 else ''}{self.bare(difference)}"
        points = 100 * difference if self.kind in (SHARE, RATE) else difference
        rounded = round(points, 1) if abs(points) < 10 else round(points)
        return _signed(f"{rounded:+g} {'point' if abs(rounded) == 1 else 'points'}")


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def figure_of(kind: str, answers: Counter[Any], good: int, currency: str = "") -> Figure:
    """From so many answers of each value, in a share those from `good` on count; from so many pairs where a sum is
    divided by another."""
    if kind in (RATE, MONEY):
        ratio = ratio_of(answers)
        return Figure(kind, _within_all(ratio) if kind == RATE else ratio, currency)
    if kind == SHARE:
        return Figure(kind, wilson(sum(count for value, count in answers.items() if value >= good), answers.total()))
    return Figure(kind, nps_of(answers) if kind == NPS else mean_of(answers))


def compared(before: Figure, after: Figure, smallest: float | None = None) -> Change:
    """What became of a measure; `smallest` is the smallest change that matters, in its own unit."""
    one, other = before.estimate, after.estimate
    if isinstance(one, Share) and isinstance(other, Share):
        return share_change(one, other, smallest)
    if isinstance(one, Nps) and isinstance(other, Nps):
        return nps_change(one, other, smallest) if smallest else nps_change(one, other)
    if isinstance(one, Mean) and isinstance(other, Mean):
        if before.kind in (RATE, MONEY):
            return mean_change(one, other, smallest or A_TENTH * abs(one.mean or 0.0), FOUR_WEEKS)
        return mean_change(one, other, smallest) if smallest else mean_change(one, other)
    raise ValueError("two figures of different kinds")


def _within_all(share: Mean) -> Mean:
    """No part is less than nothing or more than the whole."""
    if share.low is None or share.high is None:
        return share
    return replace(share, low=max(0.0, share.low), high=min(1.0, share.high))
