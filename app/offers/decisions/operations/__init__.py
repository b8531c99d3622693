"""What changes the log of offers."""

from app.offers.decisions.operations.forgetting import forget_decisions, forget_models, forget_refusals
from app.offers.decisions.operations.outcomes import settle_outcomes
from app.offers.decisions.operations.recording import record_shown
from app.offers.decisions.operations.refusing import refuse_offer, undo_refusal

__all__ = [
    "forget_decisions",
    "forget_models",
    "forget_refusals",
    "record_shown",
    "refuse_offer",
    "settle_outcomes",
    "undo_refusal",
]
