"""Everybody's price: each night a sample of the day's quotes is worked out again as a stranger's."""

from app.offers.fair.errors import NotDiffering, Stale
from app.offers.fair.operations import check_day, say_what_was_done
from app.offers.fair.queries import Check, Checks, check_of, checks

__all__ = [
    "Check",
    "Checks",
    "NotDiffering",
    "Stale",
    "check_day",
    "check_of",
    "checks",
    "say_what_was_done",
]
