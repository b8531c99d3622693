"""What the funnel is broken down by, and what each value is called."""

from __future__ import annotations

from collections import defaultdict

from app.catalogue.queries import catalogue
from app.marketing.asked import AHEAD, DEVICES, GUESTS, PARTY_NAMES, SOURCES

DIMENSION_NAMES = {
    "device": "Device",
    "source": "Source",
    "location": "House",
    "returning": "New or returning",
    "heads": "Party",
    "lead": "Lead time",
}
_VALUES = {"device": DEVICES, "source": SOURCES, "returning": GUESTS, "heads": PARTY_NAMES, "lead": AHEAD}


def group_names(dimension: str) -> defaultdict[str, str]:
    """The words of every value; empty for one of which nothing was said, or that has none."""
    if dimension == "location":
        return defaultdict(str, {str(house.id): house.name for house in catalogue().houses})
    return defaultdict(str, _VALUES[dimension])
