"""The four seasons of a year."""

from __future__ import annotations

from datetime import date

SEASONS = (
    "winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn",
    "winter",
)  # fmt: skip


def season_of(day: date) -> str:
    """Winter is December to February, and so on round the year."""
    return SEASONS[day.month - 1]
