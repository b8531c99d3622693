"""The scale under the intervals of NPS."""

from __future__ import annotations

from app.insight.voices import StayNps

WHOLE, UPPER = (-100, 100), (0, 100)


def nps_scale(stay: StayNps) -> tuple[int, int]:
    """From 0 to 100 where every interval lies there, else from -100."""
    lows = [stay.total.low, *(house.nps.low for house in stay.houses)]
    return WHOLE if any(low is not None and low < 0 for low in lows) else UPPER
