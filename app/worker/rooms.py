"""Rooms in the morning."""

from __future__ import annotations

from app.booking.housekeeping import soil_slept_in
from app.kernel import clock


def soil_rooms() -> int:
    """From six in the morning of each house the rooms that were slept in are dirty; answers how many became so now."""
    return soil_slept_in(clock.now())
