"""Surveys as those who answer and those who send them need them."""

from app.experience.surveys.queries.asked import (
    Answered,
    Asked,
    asked,
    asks,
    location_answered,
    occasion_at,
    scores_of,
)
from app.experience.surveys.queries.due import (
    asked_lately,
    departed_between,
    mailed_since,
    silent_between,
    wants_no_surveys,
)

__all__ = [
    "Answered",
    "Asked",
    "asked",
    "asked_lately",
    "asks",
    "departed_between",
    "location_answered",
    "mailed_since",
    "occasion_at",
    "scores_of",
    "silent_between",
    "wants_no_surveys",
]
