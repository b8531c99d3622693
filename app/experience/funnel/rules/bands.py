"""Parties and lead times in bands."""

from __future__ import annotations

from collections.abc import Mapping

Band = tuple[int, int]
"""From so many up to and with so many."""

PARTIES: Mapping[str, Band] = {"1": (1, 1), "2": (2, 2), "3-4": (3, 4), "5+": (5, 99)}
"""Heads of the party that was asked for, by the key that stands in addresses."""

LEADS: Mapping[str, Band] = {"0-7": (0, 7), "8-30": (8, 30), "31-90": (31, 90), "91+": (91, 9999)}
"""Days from the visit to the arrival that was asked for."""


def band_of(number: int | None, bands: Mapping[str, Band]) -> str:
    """The key of the band that the number lies in; empty where nothing was said or it lies in none."""
    if number is None:
        return ""
    return next((key for key, (low, high) in bands.items() if low <= number <= high), "")
