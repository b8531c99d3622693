"""What offers add and how sure that is: hold-out, lift, outlook, and other policies from a log. Pure."""

from app.offers.proof.rules.days import DayRow, by_day, by_day_counted, closed_on
from app.offers.proof.rules.holdout import (
    A_TENTH,
    HALF,
    HOLDOUT,
    OFFERS,
    RELEASED,
    arm_of,
    instead_of,
    offers_share,
    place_of,
)
from app.offers.proof.rules.intervals import always_valid, guests_needed, stretch
from app.offers.proof.rules.lift import (
    ADDS,
    CANNOT_TELL,
    COSTS,
    Counted,
    Lift,
    Unit,
    measure,
    measure_counted,
    verdict_of,
)
from app.offers.proof.rules.policies import NO_DATA, REFUSED, Estimate, Evaluation, Model, evaluate, means_model
from app.offers.proof.rules.sample_ratio import ALARM, sample_ratio_p

__all__ = [
    "ADDS",
    "ALARM",
    "A_TENTH",
    "CANNOT_TELL",
    "COSTS",
    "HALF",
    "HOLDOUT",
    "NO_DATA",
    "OFFERS",
    "REFUSED",
    "RELEASED",
    "Counted",
    "DayRow",
    "Estimate",
    "Evaluation",
    "Lift",
    "Model",
    "Unit",
    "always_valid",
    "arm_of",
    "by_day",
    "by_day_counted",
    "closed_on",
    "evaluate",
    "guests_needed",
    "instead_of",
    "means_model",
    "measure",
    "measure_counted",
    "offers_share",
    "place_of",
    "sample_ratio_p",
    "stretch",
    "verdict_of",
]
