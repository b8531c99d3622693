"""Pure pricing: what a night costs, what a quote consists of, what cancelling costs."""

from app.pricing.rules.drafts import (
    ChosenExtra,
    Line,
    PricedStay,
    bare_lines,
    levy_lines,
    room_prices,
    stay_lines,
    total_minor,
)
from app.pricing.rules.dues import Dues, all_dues, dues_of
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
    "Dues",
    "LevyRule",
    "Line",
    "Part",
    "PartyPrices",
    "Plan",
    "Policy",
    "PricedStay",
    "all_dues",
    "bare_lines",
    "dues_of",
    "extra_minor",
    "for_party",
    "levy_lines",
    "levy_minor",
    "night_minor",
    "plan_minor",
    "policy_of",
    "room_prices",
    "stay_lines",
    "strictest",
    "total_minor",
]
