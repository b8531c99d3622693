"""Headings that say what the figures below them come to."""

from __future__ import annotations

from app.experience.funnel.names import STEP_NAMES
from app.insight.funnel import Report
from app.insight.voices import Ces
from app.marketing.words import in_ten

PLACES = {
    "search": "after the search",
    "results": "on the results",
    "room": "on the room page",
    "details": "at their details",
    "payment": "at the payment",
}


def funnel_title(found: Report) -> str:
    """Two in three leave on the room page."""
    worst, before = found.worst, found.before_worst
    if worst is None or before is None or worst.of_before is None or worst.of_before.share is None:
        return "From search to booked"
    return f"{in_ten(1 - worst.of_before.share).capitalize()} leave {PLACES[before.name]}"


def worst_title(found: Report) -> str:
    """Whether the worst step is one that became worse."""
    worst, before = found.worst, found.before_worst
    if worst is None or before is None or worst.change is None:
        return "The worst step"
    fell = worst.change.changed and (worst.change.difference or 0) < 0
    way = f"{STEP_NAMES[before.name]} to {STEP_NAMES[worst.name].lower()}"
    return f"{way} became worse" if fell else "The worst step"


def ease_title(ces: Ces) -> str:
    """Booking was easy for nine in ten, where thirty said so."""
    if ces.agree.share is None or ces.agree.thin:
        return "How easy booking was"
    return f"Booking was easy for {in_ten(ces.agree.share)}"
