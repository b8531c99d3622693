"""Which channels money is spent on, and whom it is to bring. Pure."""

from __future__ import annotations

CHANNELS = {
    "search": "Search advertising",
    "social": "Social media",
    "print": "Print and almanacs",
    "partners": "Listings and partners",
    "events": "Fairs and open gardens",
    "letters": "Letters to our guests",
    "gifts": "Gifts to our guests",
}
"""What each channel is called; the keys are kept in rows and never change."""

KEEPING = frozenset({"letters", "gifts"})
"""The channels that speak to guests who have been here; all others look for new ones."""

ACQUIRING = CHANNELS.keys() - KEEPING
