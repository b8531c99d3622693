"""Durations as they are written: a whole number and its unit."""

from __future__ import annotations

import re
from datetime import timedelta

from app.kernel.errors import Invalid

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_duration(text: str) -> timedelta:
    """`90s`, `30m`, `24h`, `7d`; raises `Invalid` for anything else, and for more than a clock can count."""
    found = re.fullmatch(r"([0-9]+)([smhd])", text.strip())
    if not found:
        raise Invalid("A duration is a whole number and its unit, like 90s, 30m, 24h or 7d.")
    try:
        return timedelta(**{_UNITS[found[2]]: int(found[1])})
    except (OverflowError, ValueError):
        raise Invalid("A duration is at most 999999999d.") from None
