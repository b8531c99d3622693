"""Guests as the houses know them: found, corrected, remembered, and merged where two are one."""

from app.staff.guests import correcting, duplicates, merging, preferences, search, show
from app.staff.guests.shared import blueprint

__all__ = ["blueprint", "correcting", "duplicates", "merging", "preferences", "search", "show"]
