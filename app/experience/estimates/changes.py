"""What became of a figure between two periods, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from app.experience.estimates.normal import SIGNIFICANT, THIN, Z

CHANGED, UNCHANGED, NO_DATA = "change", "no change", "no data"


@dataclass(frozen=True, slots=True)
class Change:
    """The later figure minus the earlier one, with its 95 % interval; all None where a side has no figure.

    `z` is None, too, where nothing varies by which a difference could be tested, and with few answers then all but the
    difference. `verdict` is `change` where p < .05, `no change` or `no data`. `more` is about how many answers the
    smaller side still needs before a change of a size that matters would show; 0 where it has enough, or where a
    change shows.
    """

    difference: float | None
    z: float | None
    p: float | None
    low: float | None
    high: float | None
    verdict: str
    more: int = 0

    @property
    def changed(self) -> bool:
        return self.verdict == CHANGED

    @property
    def words(self) -> str:
        """The verdict as a page says it, which is careful where there is too little to tell."""
        return self.words_of("")

    def words_of(self, counted: str) -> str:
        """The same, with what is counted of it: `cannot tell yet, needs about 40 more nights`."""
        if self.changed and self.p is not None:
            return f"a change (p {p_words(self.p)})"
        return f"cannot tell yet, needs about {self.more:,} more {counted}".rstrip() if self.more else self.verdict


def nothing(more: int = 0) -> Change:
    """No figure on one side or on both."""
    return Change(None, None, None, None, None, NO_DATA, more)


def verdict_of(p: float) -> str:
    return CHANGED if p < SIGNIFICANT else UNCHANGED


def more_needed(half_width: float, variances: float, smaller: int, smallest: float, least: int = THIN) -> int:
    """About how many more answers the smaller of two sides needs; 0 where there are enough.

    Enough is `least` on either side and a 95 % interval of the difference no wider than `smallest`, the smallest change
    that matters, to either side of it. `variances` is the sum of both sides' variances of one answer; the count is the
    n at which sides of equal size would have that interval, to two figures, upwards.
    """
    if smaller >= least and half_width <= smallest:
        return 0
    needed = least if smallest <= 0 else max(least, ceil(Z * Z * variances / smallest**2))
    return about(max(1, needed - smaller))


def about(count: int) -> int:
    """A positive count rounded up to two figures."""
    unit = 10 ** max(0, floor(log10(count)) - 1)
    return -(-count // unit) * unit


def p_words(p: float) -> str:
    """`.041`, `.001`, `< .001`: three places without the nought."""
    return "< .001" if p < 0.0005 else f"{p:.3f}".removeprefix("0")
