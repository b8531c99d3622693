"""How easy staff find their work: one tap a month, counted and never named."""

from app.plan.pulse.operations import answer_pulse, put_pulse_away
from app.plan.pulse.queries import pulse_is_due, pulse_months
from app.plan.pulse.rules import EASES, EASY, FEWEST, QUESTION, Month, month_of, shown_months

__all__ = [
    "EASES",
    "EASY",
    "FEWEST",
    "QUESTION",
    "Month",
    "answer_pulse",
    "month_of",
    "pulse_is_due",
    "pulse_months",
    "put_pulse_away",
    "shown_months",
]
