"""What real guests did: the tables of `distributions.json`, where source and licence stand, and drawing from them."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).resolve().parent / "distributions.json"
LONGEST = 28
ON_SALE = 540
"""How many nights ahead the houses sell; nobody booked a later one."""

Heads = tuple[int, int, int]
"""Adults, children of 2 to 17, infants."""


@dataclass(frozen=True, slots=True)
class Bookings:
    """Tables over the bookings that were kept, or over those that were cancelled."""

    lead_time: tuple[int, ...]
    night_weights: tuple[tuple[tuple[float, ...], ...], ...]
    """Weights of 1 to 28 nights by weekday of arrival (Monday 0), then month (January 0)."""
    parties: tuple[Heads, ...]
    party_weights: tuple[int, ...]

    def lead_at(self, rank: float, nights: int = 1) -> int:
        """The lead time in days that the share `rank` of bookings stays under; straight between percentiles.

        Never so long that the last of the nights was not on sale.
        """
        place = rank * (len(self.lead_time) - 1)
        low = int(place)
        high = min(low + 1, len(self.lead_time) - 1)
        days = self.lead_time[low] + (self.lead_time[high] - self.lead_time[low]) * (place - low)
        return min(int(days), ON_SALE - nights)

    def nights_on(self, arrival: date) -> tuple[float, ...]:
        """Weights of 1 to 28 nights for an arrival on that day."""
        return self.night_weights[arrival.weekday()][arrival.month - 1]


@dataclass(frozen=True, slots=True)
class Distributions:
    kept: Bookings
    cancelled: Bookings
    lead_bands: tuple[int, ...]
    cancelled_share: tuple[float, ...]
    cancelled_days_before: tuple[tuple[int, ...], ...]
    no_show_share: float
    cancelled_per_kept: float

    def days_before(self, lead: int, random: Random) -> int:
        """How many days before arrival a booking of that lead time was cancelled; never more than the lead time."""
        deciles = self.cancelled_days_before[bisect_right(self.lead_bands, lead) - 1]
        place = random.random() * (len(deciles) - 1)
        low = int(place)
        return min(int(deciles[low] + (deciles[low + 1] - deciles[low]) * (place - low)), lead)


def _shares(counts: list[int]) -> tuple[float, ...]:
    total = sum(counts)
    return tuple(count / total for count in counts)


def _bookings(table: dict[str, Any]) -> Bookings:
    overall = _shares([sum(column) for column in zip(*table["nights_by_month"], strict=True)])
    tilts = [
        [share / every if every else 0.0 for share, every in zip(_shares(row), overall, strict=True)]
        for row in table["nights_by_month"]
    ]
    return Bookings(
        lead_time=tuple(table["lead_time"]),
        night_weights=tuple(
            tuple(tuple(share * t for share, t in zip(_shares(row), tilt, strict=True)) for tilt in tilts)
            for row in table["nights_by_weekday"]
        ),
        parties=tuple((row[0], row[1], row[2]) for row in table["parties"]),
        party_weights=tuple(row[3] for row in table["parties"]),
    )


@cache
def the_distributions() -> Distributions:
    """The shipped tables; read once."""
    table = json.loads(FILE.read_text("utf-8"))
    return Distributions(
        kept=_bookings(table["kept"]),
        cancelled=_bookings(table["cancelled"]),
        lead_bands=tuple(table["lead_bands"]),
        cancelled_share=tuple(table["cancelled_share"]),
        cancelled_days_before=tuple(tuple(row) for row in table["cancelled_days_before"]),
        no_show_share=table["no_show_share"],
        cancelled_per_kept=table["cancelled"]["bookings"] / table["kept"]["bookings"],
    )
