"""A share with its Wilson interval (Wilson 1927), and two of them compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, sqrt

from app.experience.estimates.changes import Change, more_needed, nothing, verdict_of
from app.experience.estimates.normal import THIN, Z, two_sided

A_TENTH = 0.1
NEAR = 1e-6
"""By so little counts that are equally likely may seem to differ."""


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n`, from 0 to 1, with its 95 % interval; the figures are None where n is 0: that is no data, not 0."""

    n: int
    k: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def thin(self) -> bool:
        return self.n < THIN


def wilson(k: int, n: int) -> Share:
    """The share of k in n. Raises `ValueError` unless 0 <= k <= n."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Share(0, 0, None, None, None)
    share, square = k / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if k == 0 else max(0.0, middle - half)
    high = 1.0 if k == n else min(1.0, middle + half)
    return Share(n, k, share, low, high)


def share_change(earlier: Share, later: Share, smallest: float | None = None) -> Change:
    """The later share minus the earlier: z of the pooled shares, and Newcombe's interval from both Wilson ones (1998).

    With fewer than thirty on a side p is that of Fisher's exact test: z would call two of two against none of two a
    change. `smallest` is the smallest change that matters, a tenth of the earlier share unless told.
    """
    if not (earlier.n and later.n):
        return nothing()
    one, other = _known(earlier), _known(later)
    difference = other.share - one.share
    low = difference - sqrt((other.share - other.low) ** 2 + (one.high - one.share) ** 2)
    high = difference + sqrt((other.high - other.share) ** 2 + (one.share - one.low) ** 2)
    pooled = (earlier.k + later.k) / (earlier.n + later.n)
    se = sqrt(pooled * (1 - pooled) * (1 / earlier.n + 1 / later.n))
    z = difference / se if se else 0.0
    p = _exact(earlier, later) if earlier.thin or later.thin else two_sided(z)
    verdict = verdict_of(p)
    matters = A_TENTH * one.share if smallest is None else smallest
    variances = 2 * pooled * (1 - pooled)
    more = 0 if verdict == "change" else more_needed(Z * se, variances, min(earlier.n, later.n), matters)
    return Change(difference, z, p, low, high, verdict, more)


@dataclass(frozen=True, slots=True)
class _Known:
    share: float
    low: float
    high: float


def _exact(one: Share, other: Share) -> float:
    """How likely chance alone is to bring counts no likelier than these, had both the same share (Fisher 1934)."""
    both, whole = one.k + other.k, _ways(one.n + other.n, one.k + other.k)
    splits = range(max(0, both - other.n), min(one.n, both) + 1)
    likely = {k: exp(_ways(one.n, k) + _ways(other.n, both - k) - whole) for k in splits}
    return min(1.0, sum(share for share in likely.values() if share <= likely[one.k] * (1 + NEAR)))


def _ways(n: int, k: int) -> float:
    """The logarithm of how many choices of k in n there are."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _known(given: Share) -> _Known:
    return _Known(given.share or 0.0, given.low or 0.0, given.high or 0.0)
