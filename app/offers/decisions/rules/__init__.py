"""What keeps an offer from being shown, what was shown, and what came of it. Pure."""

from app.offers.decisions.rules.outcomes import Made, Open, Outcome, Taking, settled
from app.offers.decisions.rules.shown import Choice, Shown
from app.offers.decisions.rules.standing import (
    HOLDOUT,
    KINDS_AT,
    MOST_A_WEEK,
    MOST_AT,
    OFFERS,
    PLACES,
    REASONS,
    REFUSED_FOR,
    SAME_PAGE,
    WEEK,
    WINDOW,
    Known,
    Seen,
    unfit,
)

__all__ = [
    "HOLDOUT",
    "KINDS_AT",
    "MOST_AT",
    "MOST_A_WEEK",
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
    "Taking",
    "settled",
    "unfit",
]
