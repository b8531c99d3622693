"""What keeps an offer from being shown, what was shown, and what came of it. Pure."""

from app.offers.decisions.rules.outcomes import Made, Open, Outcome, Taking, settled
from app.offers.decisions.rules.shown import Choice, Shown
from app.offers.decisions.rules.standing import (
    HOLDOUT,
    KINDS_AT,
    MOST_A_WEEK,
    MOST_AT,
    NOBODY_HELD_OUT,
    OFFERS,
    PLACES,
    REASONS,
    REFUSED_FOR,
    SAME_PAGE,
    WEEK,
    WINDOW,
    Known,
    Seen,
    Split,
    unfit,
)

__all__ = [
    "HOLDOUT",
    "KINDS_AT",
    "MOST_AT",
    "MOST_A_WEEK",
    "NOBODY_HELD_OUT",
    "OFFERS",
    "PLACES",
    "REASONS",
    "REFUSED_FOR",
    "SAME_PAGE",
    "WEEK",
    "WINDOW",
    "Choice",
    "Known",
    "Made",
    "Open",
    "Outcome",
    "Seen",
    "Shown",
    "Split",
    "Taking",
    "settled",
    "unfit",
]
