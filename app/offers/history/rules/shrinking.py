"""Thin histories, drawn towards the mean of all guests."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from app.offers.history.rules.facts import WHOLE_BP, History
from app.offers.history.rules.popularity import Population

WEIGHT = 4
"""The mean of all counts as much as so many stays of the guest's own."""


def shrunk(own: float | None, n: int, mean: float, weight: float = WEIGHT) -> float:
    """(n own + weight mean) / (n + weight): the mean where nothing is known, nearly the own value after many stays."""
    if own is None or n <= 0:
        return mean
    return (n * own + weight * mean) / (n + weight)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A history as offers weigh it; `n` is how many stays it rests on. Shares are 0 to 1."""

    n: int
    nights: float
    heads: float
    lead_days: float
    cadence_days: float
    night_minor: float
    weekend_share: float
    supper_share: float
    extra_share: float
    dog_share: float
    cancelled_share: float


def shrink(history: History, population: Population) -> Shrunk:
    """What is known, each as far as its number of stays bears it. A new guest, or one who is off, is the mean."""
    n, mean = history.stays, population
    booked = n + history.cancellations + history.no_shows
    heads = None if history.adults is None else history.adults + (history.children or 0)
    return Shrunk(
        n=n,
        nights=shrunk(history.nights / n if n else None, n, mean.nights),
        heads=shrunk(heads, n, mean.heads),
        lead_days=shrunk(history.lead_days, n, mean.lead_days),
        cadence_days=shrunk(history.cadence_days, max(0, n - 1), mean.cadence_days),
        night_minor=shrunk(history.night_minor, n, mean.night_minor),
        weekend_share=shrunk(_share(history.weekend_share_bp), n, mean.weekend_share),
        supper_share=shrunk(_share(history.supper_share_bp), n, mean.supper_share),
        extra_share=shrunk(None if "extras" in history.set_aside else _of(history.extra_stays, n), n, mean.extra_share),
        dog_share=shrunk(None if "dog" in history.set_aside else _of(history.dog_stays, n), n, mean.dog_share),
        cancelled_share=shrunk(
            None if "cancelled" in history.set_aside else _of(history.cancellations, booked),
            booked,
            mean.cancelled_share,
        ),
    )


def spend_band(night_minor: int | None, population: Population) -> int | None:
    """1 (the lowest quarter of what stays came to a night) to 4; None where either is not known."""
    if night_minor is None or not population.night_edges:
        return None
    return 1 + bisect_right(population.night_edges, night_minor)


def _share(of_whole: int | None) -> float | None:
    return None if of_whole is None else of_whole / WHOLE_BP


def _of(count: int, n: int) -> float | None:
    return count / n if n else None
