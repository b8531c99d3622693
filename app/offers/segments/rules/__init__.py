"""Who an offer is for: conditions over booking records, whether somebody meets them, and how that is said."""

from app.offers.segments.rules.belonging import Known, belongs
from app.offers.segments.rules.conditions import Conditions
from app.offers.segments.rules.words import phrases, whole

__all__ = ["Conditions", "Known", "belongs", "phrases", "whole"]
