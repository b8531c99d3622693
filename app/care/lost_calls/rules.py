"""Why callers do not book: one list, and what a search's refusal means in it. Pure."""

from __future__ import annotations

LOST_REASONS = {
    "full": "Full",
    "price": "Too dear",
    "min_stay": "Wants other nights than we sell",
    "closed": "Not on sale",
    "party": "Party too large",
    "dog": "Dogs",
    "needs": "Step-free way or bath missing",
    "distance": "Too far away",
    "policy": "Paying or cancelling terms",
    "only_asking": "Only asking",
    "other": "Something else",
}
"""What each reason is called, in the order of the list; the keys are kept in rows and never change."""

_OF_REFUSAL = {
    "full": "full",
    "min_stay": "min_stay",
    "max_stay": "min_stay",
    "closed_to_arrival": "min_stay",
    "closed_to_departure": "min_stay",
    "closed": "closed",
    "no_rate": "closed",
    "too_far_ahead": "closed",
    "in_the_past": "closed",
    "party_too_large": "party",
    "needs": "needs",
}
_THEMES = {
    "price": "price",
    "min_stay": "rules",
    "dog": "children_dogs",
    "needs": "access",
    "distance": "getting_here",
    "policy": "booking",
    "other": "other",
}


def reason_of(refusal: str) -> str:
    """The reason that a search's refusal comes to; empty for none."""
    return _OF_REFUSAL.get(refusal, "")


def theme_of(reason: str) -> str:
    """The theme that a reason belongs to, in the one list of themes."""
    return _THEMES.get(reason, "finding")
