"""Pure: what a promotion gives, why it does not hold, and what in a draft of one cannot be right."""

from app.promotions.rules.checking import Problem, Wanted, code_of, problems
from app.promotions.rules.promotion import KINDS, STATES, Promotion, counted_nights
from app.promotions.rules.reducing import PricedLine, Reduction, empty_reason, least_with, reductions, saved_minor
from app.promotions.rules.refusing import REASONS, Asked, AskedStay, in_order, refusals, stacking

__all__ = [
    "KINDS",
    "REASONS",
    "STATES",
    "Asked",
    "AskedStay",
    "PricedLine",
    "Problem",
    "Promotion",
    "Reduction",
    "Wanted",
    "code_of",
    "counted_nights",
    "empty_reason",
    "in_order",
    "least_with",
    "problems",
    "reductions",
    "refusals",
    "saved_minor",
    "stacking",
]
