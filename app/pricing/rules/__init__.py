"""Pure pricing: what a night costs, what a quote consists of, what cancelling costs."""

from app.pricing.rules.drafts import ChosenExtra, Line, PricedStay, due_now_minor, stay_lines, total_minor
from app.pricing.rules.nights import (
    LevyRule,
    Part,
    PartyPrices,
    Plan,
    extra_minor,
    for_party,
    levy_minor,
    night_minor,
    plan_minor,
)
from app.pricing.rules.policy import Policy, policy_of, strictest

__all__ = [
    "ChosenExtra",
    "LevyRule",
    "Line",
    "Part",
    "PartyPrices",
    "Plan",
    "Policy",
    "PricedStay",
    "due_now_minor",
    "extra_minor",
    "for_party",
    "levy_minor",
    "night_minor",
    "plan_minor",
    "policy_of",
    "stay_lines",
    "strictest",
    "total_minor",
]
